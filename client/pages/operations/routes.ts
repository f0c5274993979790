import type { RouteRecordRaw } from 'vue-router';
import { t } from '../../i18n.ts';
import { paths } from '../../paths.ts';

const parents = [{ title: t('operations.title'), to: paths.operations }];

export const operationsRoutes: RouteRecordRaw[] = [
  { path: paths.operations, component: () => import('./OperationsPage.vue'), meta: { title: t('operations.title'), isWithoutEnvironment: true } },
  { path: '/webhook-operations/:operationId', component: () => import('./OperationPage.vue'), meta: { title: t('operations.operation'), parents, isWithoutEnvironment: true } },
];
