import type { RouteRecordRaw } from 'vue-router';
import { paths } from '../../paths.ts';

export const sessionRoutes: RouteRecordRaw[] = [
  { path: paths.signIn, component: () => import('./SignInPage.vue'), meta: { title: 'Sign in', isPublic: true } },
  { path: paths.invitation, component: () => import('./InvitationPage.vue'), meta: { title: 'Invitation', isPublic: true } },
  { path: paths.setup, component: () => import('./SetupPage.vue'), meta: { title: 'Set up', isPublic: true } },
];
