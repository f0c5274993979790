import type { RouteRecordRaw } from 'vue-router';
import { t } from '../../i18n.ts';
import { paths } from '../../paths.ts';

const parents = [{ title: t('webhooks.title'), to: paths.webhooks }];

export const webhooksRoutes: RouteRecordRaw[] = [
  { path: paths.webhooks, component: () => import('./WebhooksPage.vue'), meta: { title: t('webhooks.title') } },
  { path: paths.webhookNew, component: () => import('../webhook-form/WebhookCreatePage.vue'), meta: { title: t('webhooks.pages.create'), parents, isWithoutEnvironment: true } },
  { path: '/webhooks/:id', component: () => import('../webhook-detail/WebhookPage.vue'), meta: { title: t('webhooks.pages.detail'), parents, isWithoutEnvironment: true } },
  { path: '/webhooks/:id/edit', component: () => import('../webhook-form/WebhookEditPage.vue'), meta: { title: t('webhooks.pages.edit'), parents, isWithoutEnvironment: true } },
];
