import type { RouteRecordRaw } from 'vue-router';
import { t } from '../../i18n.ts';
import { paths } from '../../paths.ts';

const parents = [{ title: t('deliveries.title'), to: paths.deliveries }];

export const deliveriesRoutes: RouteRecordRaw[] = [
  { path: paths.deliveries, component: () => import('./DeliveriesPage.vue'), meta: { title: t('deliveries.title') } },
  { path: paths.live, component: () => import('../live/LivePage.vue'), meta: { title: t('deliveries.wall') } },
  { path: '/webhook-deliveries/:deliveryId', component: () => import('../delivery-detail/DeliveryPage.vue'), meta: { title: t('deliveryDetail.title'), parents, isWithoutEnvironment: true } },
];
