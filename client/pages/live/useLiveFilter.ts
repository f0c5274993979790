import { computed } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { useEnvironment } from '../../composables/useEnvironment.ts';
import { useSearchParam } from '../../composables/useSearchParam.ts';
import type { LiveFilter } from './live.queries.ts';

/** The filter of the stream, kept in the address: `?search=`, `?only=failures`, `?slower=1000` and the environment. */
export function useLiveFilter() {
  const route = useRoute();
  const router = useRouter();
  const { environment } = useEnvironment();
  const search = useSearchParam('search');

  function put(name: string, value: string | null): void {
    const { [name]: _, ...rest } = route.query;
    void router.replace({ query: value === null ? rest : { ...rest, [name]: value } });
  }

  const isOnlyFailures = computed({
    get: () => route.query.only === 'failures',
    set: (isOn) => put('only', isOn ? 'failures' : null),
  });
  const slowerThan = computed({
    get: () => Math.max(0, Math.trunc(Number(route.query.slower)) || 0),
    set: (ms) => put('slower', ms > 0 ? String(ms) : null),
  });
  const filter = computed<LiveFilter>(() => {
    const wanted = typeof route.query.search === 'string' ? route.query.search : '';
    return {
      ...(wanted && { search: wanted }),
      ...(environment.value && { environments: [environment.value] }),
      ...(isOnlyFailures.value && { statuses: ['FAILED' as const] }),
      ...(slowerThan.value > 0 && { durationMs: { min: slowerThan.value } }),
    };
  });
  const isFiltered = computed(() => Object.keys(filter.value).length > 0);

  return { filter, isFiltered, search, isOnlyFailures, slowerThan };
}
