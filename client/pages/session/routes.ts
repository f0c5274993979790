import type { RouteRecordRaw } from 'vue-router';
import { t } from '../../i18n.ts';
import { paths } from '../../paths.ts';

export const sessionRoutes: RouteRecordRaw[] = [
  { path: paths.signIn, component: () => import('./SignInPage.vue'), meta: { title: t('session.signIn.title'), isPublic: true } },
  { path: paths.invitation, component: () => import('./InvitationPage.vue'), meta: { title: t('session.invitation.page'), isPublic: true } },
  { path: paths.setup, component: () => import('./SetupPage.vue'), meta: { title: t('session.setup.page'), isPublic: true } },
];
