import type { RouteRecordRaw } from 'vue-router';
import { paths } from '../../paths.ts';

const parents = [{ title: 'Event catalogue', to: paths.catalogue }];

export const catalogueRoutes: RouteRecordRaw[] = [
  { path: paths.catalogue, component: () => import('./CataloguePage.vue'), meta: { title: 'Event catalogue' } },
  { path: paths.eventTypeNew, component: () => import('./EventTypeFormPage.vue'), meta: { title: 'Create event type', parents, isWithoutEnvironment: true } },
  { path: '/webhook-catalogue/:code', component: () => import('./EventTypePage.vue'), meta: { title: 'Event type', parents } },
  { path: '/webhook-catalogue/:code/edit', component: () => import('./EventTypeFormPage.vue'), meta: { title: 'Edit event type', parents, isWithoutEnvironment: true } },
];
