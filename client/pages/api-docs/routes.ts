import type { RouteRecordRaw } from 'vue-router';
import { paths } from '../../paths.ts';

export const apiDocsRoutes: RouteRecordRaw[] = [
  { path: paths.apiDocs, component: () => import('./ApiDocsPage.vue'), meta: { title: 'API documentation', isWithoutEnvironment: true } },
  { path: paths.automation, component: () => import('../automation/AutomationPage.vue'), meta: { title: 'Workflow automation', isWithoutEnvironment: true } },
];
