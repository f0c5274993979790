import type { RouteRecordRaw } from 'vue-router';
import { t } from '../../i18n.ts';
import { paths } from '../../paths.ts';

const parents = [{ title: t('events.title'), to: paths.events }];

export const eventsRoutes: RouteRecordRaw[] = [
  { path: paths.events, component: () => import('./EventsPage.vue'), meta: { title: t('events.title') } },
  { path: '/webhook-events/:eventId', component: () => import('./EventPage.vue'), meta: { title: t('events.event'), parents, isWithoutEnvironment: true } },
];
