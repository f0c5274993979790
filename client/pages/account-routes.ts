import type { RouteRecordRaw } from 'vue-router';
import { t } from '../i18n.ts';
import { paths } from '../paths.ts';

/** Pages about the account itself: who works in it, what they did, and what holds for all its webhooks. */
export const accountRoutes: RouteRecordRaw[] = [
  { path: paths.members, component: () => import('./members/MembersPage.vue'), meta: { title: t('shell.menu.members'), isWithoutEnvironment: true } },
  { path: paths.auditLog, component: () => import('./audit-log/AuditLogPage.vue'), meta: { title: t('shell.menu.auditLog'), isWithoutEnvironment: true } },
  { path: paths.webhookSettings, component: () => import('./settings/WebhookSettingsPage.vue'), meta: { title: t('shell.pages.webhookSettings'), isWithoutEnvironment: true } },
];
