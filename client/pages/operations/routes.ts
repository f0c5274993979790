import type { RouteRecordRaw } from 'vue-router';
import { paths } from '../../paths.ts';

const parents = [{ title: 'Webhook Operations', to: paths.operations }];

export const operationsRoutes: RouteRecordRaw[] = [
  { path: paths.operations, component: () => import('./OperationsPage.vue'), meta: { title: 'Webhook Operations', isWithoutEnvironment: true } },
  { path: '/webhook-operations/:operationId', component: () => import('./OperationPage.vue'), meta: { title: 'Operation', parents, isWithoutEnvironment: true } },
];
