import type { RouteRecordRaw } from 'vue-router';
import { paths } from '../../paths.ts';

export const apiCredentialsRoutes: RouteRecordRaw[] = [
  { path: paths.apiCredentials, component: () => import('./ApiCredentialsPage.vue'), meta: { title: 'API Credentials', isWithoutEnvironment: true } },
];
