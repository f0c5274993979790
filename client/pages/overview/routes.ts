import type { RouteRecordRaw } from 'vue-router';
import { t } from '../../i18n.ts';
import { paths } from '../../paths.ts';

export const overviewRoutes: RouteRecordRaw[] = [
  { path: paths.overview, component: () => import('./OverviewPage.vue'), meta: { title: t('overview.title') } },
];
