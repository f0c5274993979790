import { computed } from 'vue';
import { useRoute, useRouter, type LocationQuery, type RouteLocationNormalized, type RouteLocationRaw } from 'vue-router';
import { environmentLook, environmentOfSlug, type EnvironmentKey } from '../lib/environments.ts';
import { firstPage } from './usePages.ts';

const REMEMBERED = 'keybell-environment';

/** Value of `?env=` that asks for all environments, whatever was chosen before. */
export const ALL_ENVIRONMENTS = 'all';

/**
 * Router guard: carries the environment from page to page, and from the last visit to the first page.
 * An address that names its environment is always obeyed.
 */
export function keepEnvironment(to: RouteLocationNormalized, from: RouteLocationNormalized): RouteLocationRaw | true {
  if (to.meta.isPublic || to.query.env !== undefined) return true;
  const isFirst = from.matched.length === 0;
  const key = environmentOfSlug(isFirst ? localStorage.getItem(REMEMBERED) : from.query.env);
  return key ? { ...to, query: { ...to.query, env: environmentLook(key).slug }, replace: true } : true;
}

/** Null means all. */
export const environmentOf = (query: LocationQuery): EnvironmentKey | null => environmentOfSlug(query.env);

/** The environment switch: its state is `?env=` in the address, remembered for the next visit. Null means all. */
export function useEnvironment() {
  const route = useRoute();
  const router = useRouter();

  const environment = computed<EnvironmentKey | null>({
    get: () => environmentOf(route.query),
    set(key) {
      const env = key ? environmentLook(key).slug : ALL_ENVIRONMENTS;
      localStorage.setItem(REMEMBERED, env);
      void router.push({ query: { ...firstPage(route.query), env } });
    },
  });

  return { environment };
}
