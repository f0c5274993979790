import type { RouteRecordRaw } from 'vue-router';
import { t } from '../../i18n.ts';
import { paths } from '../../paths.ts';

export const apiCredentialsRoutes: RouteRecordRaw[] = [
  { path: paths.apiCredentials, component: () => import('./ApiCredentialsPage.vue'), meta: { title: t('shell.menu.apiCredentials'), isWithoutEnvironment: true } },
];
