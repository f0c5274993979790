import type { RouteRecordRaw } from 'vue-router';
import { t } from '../../i18n.ts';
import { paths } from '../../paths.ts';

export const apiDocsRoutes: RouteRecordRaw[] = [
  { path: paths.apiDocs, component: () => import('./ApiDocsPage.vue'), meta: { title: t('apiDocs.title'), isWithoutEnvironment: true } },
  { path: paths.automation, component: () => import('../automation/AutomationPage.vue'), meta: { title: t('automation.title'), isWithoutEnvironment: true } },
];
