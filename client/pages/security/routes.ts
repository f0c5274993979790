import type { RouteRecordRaw } from 'vue-router';
import { t } from '../../i18n.ts';
import { paths } from '../../paths.ts';

export const securityRoutes: RouteRecordRaw[] = [
  { path: paths.security, component: () => import('./SecurityPage.vue'), meta: { title: t('security.title'), isWithoutEnvironment: true, isForEveryMember: true } },
];
