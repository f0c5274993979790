import type { RouteRecordRaw } from 'vue-router';
import { paths } from '../../paths.ts';

const parents = [{ title: 'Webhook Deliveries', to: paths.deliveries }];

export const deliveriesRoutes: RouteRecordRaw[] = [
  { path: paths.deliveries, component: () => import('./DeliveriesPage.vue'), meta: { title: 'Webhook Deliveries' } },
  { path: paths.live, component: () => import('../live/LivePage.vue'), meta: { title: 'Live' } },
  { path: '/webhook-deliveries/:deliveryId', component: () => import('../delivery-detail/DeliveryPage.vue'), meta: { title: 'Delivery', parents, isWithoutEnvironment: true } },
];
