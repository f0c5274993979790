import type { ComponentOptions } from 'vue';
import { createRouter, createWebHistory, type RouteLocationNormalized, type RouteLocationRaw, type RouteRecordRaw } from 'vue-router';
import { keepEnvironment } from './composables/useEnvironment.ts';
import { accountRoutes } from './pages/account-routes.ts';
import { apiCredentialsRoutes } from './pages/api-credentials/routes.ts';
import { apiDocsRoutes } from './pages/api-docs/routes.ts';
import { catalogueRoutes } from './pages/catalogue/routes.ts';
import { deliveriesRoutes } from './pages/deliveries/routes.ts';
import { eventsRoutes } from './pages/events/routes.ts';
import { operationsRoutes } from './pages/operations/routes.ts';
import { overviewRoutes } from './pages/overview/routes.ts';
import { securityRoutes } from './pages/security/routes.ts';
import { sessionRoutes } from './pages/session/routes.ts';
import { webhooksRoutes } from './pages/webhooks/routes.ts';
import { t } from './i18n.ts';
import { nameDocument } from './page-title.ts';
import { paths } from './paths.ts';
import { session } from './session.ts';
import { onSignedOut } from './urql.ts';

declare module 'vue-router' {
  interface RouteMeta {
    /** Name of the page: document title and last part of the breadcrumb. */
    title: string;
    /** Pages above it in the breadcrumb. */
    parents?: { title: string; to: string }[];
    /** Shown without a session and without the shell. */
    isPublic?: boolean;
    /** Also for members whose role may not see webhooks. */
    isForEveryMember?: boolean;
    /** The page is the same in every environment, so it shows no switch. */
    isWithoutEnvironment?: boolean;
  }
}

const routes: RouteRecordRaw[] = [
  { path: '/', redirect: paths.overview },
  // Names that older descriptions of the pages use.
  { path: '/webhooks/logs', redirect: paths.deliveries },
  { path: '/account/webhooks', redirect: paths.webhooks },
  ...sessionRoutes,
  ...overviewRoutes,
  ...webhooksRoutes,
  ...deliveriesRoutes,
  ...eventsRoutes,
  ...catalogueRoutes,
  ...operationsRoutes,
  ...apiCredentialsRoutes,
  ...apiDocsRoutes,
  ...accountRoutes,
  ...securityRoutes,
  { path: '/:unknown(.*)*', component: () => import('./pages/errors/NotFoundPage.vue'), meta: { title: t('errors.notFound.page'), isWithoutEnvironment: true } },
];

/** The page is fetched while the console is evaluated and the server is asked who is there. One that cannot be fetched is told of when it is to be shown. */
function fetchPage({ matched }: Pick<RouteLocationNormalized, 'matched'>): void {
  for (const { components } of matched) {
    const page = components?.default;
    if (typeof page === 'function') void Promise.resolve((page as () => unknown)()).catch(() => undefined);
  }
}

async function requireSession(to: RouteLocationNormalized): Promise<RouteLocationRaw | true> {
  fetchPage(to);
  if (to.meta.isPublic || await session.load()) return true;
  if (session.problem.value && session.problem.value.kind !== 'unauthenticated') return true;
  return signInFor(to);
}

/** The sign-in page, which leads back to where one was going. */
function signInFor({ fullPath }: RouteLocationNormalized): RouteLocationRaw {
  return { path: paths.signIn, query: fullPath === paths.overview ? {} : { return: fullPath } };
}

declare module 'vue' {
  interface ComponentCustomOptions {
    /** Of a page: sends its first question, whose answer the page will read. Drawing the first page takes as long as the answer. */
    askFirst?: (to: RouteLocationNormalized) => void;
  }
}

function askFirst(to: RouteLocationNormalized, from: RouteLocationNormalized): void {
  if (from.matched.length > 0 || !session.mayManageWebhooks.value) return;
  for (const { components } of to.matched) (components?.default as ComponentOptions | undefined)?.askFirst?.(to);
}

export const router = createRouter({
  history: createWebHistory(import.meta.env.BASE_URL),
  routes,
  // A page that was just loaded is at its top; to scroll there would lay it out once more.
  scrollBehavior: (_to, from, savedPosition) => savedPosition ?? (from.matched.length > 0 && { top: 0 }),
});

router.beforeEach(requireSession);
router.beforeEach(keepEnvironment);
router.beforeResolve(askFirst);
router.afterEach((to, from) => {
  // Within a page, e.g. from tab to tab, it keeps the name that it gave itself.
  if (to.path !== from.path || from.matched.length === 0) nameDocument(to.meta.title);
});

onSignedOut(() => {
  const here = router.currentRoute.value;
  session.forget();
  if (here.matched.length === 0 || here.meta.isPublic) return;
  void router.push(signInFor(here));
});

fetchPage(router.resolve(location.pathname.slice(import.meta.env.BASE_URL.length - 1)));
