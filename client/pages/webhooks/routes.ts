import type { RouteRecordRaw } from 'vue-router';
import { paths } from '../../paths.ts';

const parents = [{ title: 'Webhooks', to: paths.webhooks }];

export const webhooksRoutes: RouteRecordRaw[] = [
  { path: paths.webhooks, component: () => import('./WebhooksPage.vue'), meta: { title: 'Webhooks' } },
  { path: paths.webhookNew, component: () => import('../webhook-form/WebhookCreatePage.vue'), meta: { title: 'Create', parents, isWithoutEnvironment: true } },
  { path: '/webhooks/:id', component: () => import('./WebhookPage.vue'), meta: { title: 'Webhook', parents, isWithoutEnvironment: true } },
  { path: '/webhooks/:id/edit', component: () => import('../webhook-form/WebhookEditPage.vue'), meta: { title: 'Edit', parents, isWithoutEnvironment: true } },
];
