import type { RouteRecordRaw } from 'vue-router';
import { t } from '../../i18n.ts';
import { paths } from '../../paths.ts';

const parents = [{ title: t('catalogue.title'), to: paths.catalogue }];

export const catalogueRoutes: RouteRecordRaw[] = [
  { path: paths.catalogue, component: () => import('./CataloguePage.vue'), meta: { title: t('catalogue.title') } },
  { path: paths.eventTypeNew, component: () => import('./EventTypeFormPage.vue'), meta: { title: t('catalogue.create'), parents, isWithoutEnvironment: true } },
  { path: '/webhook-catalogue/:code', component: () => import('./EventTypePage.vue'), meta: { title: t('catalogue.type'), parents } },
  { path: '/webhook-catalogue/:code/edit', component: () => import('./EventTypeFormPage.vue'), meta: { title: t('catalogue.editTitle'), parents, isWithoutEnvironment: true } },
];
