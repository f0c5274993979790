import type { RouteRecordRaw } from 'vue-router';
import { paths } from '../../paths.ts';

const parents = [{ title: 'Events', to: paths.events }];

export const eventsRoutes: RouteRecordRaw[] = [
  { path: paths.events, component: () => import('./EventsPage.vue'), meta: { title: 'Events' } },
  { path: '/webhook-events/:eventId', component: () => import('./EventPage.vue'), meta: { title: 'Event', parents, isWithoutEnvironment: true } },
];
