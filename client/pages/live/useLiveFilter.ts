import { computed } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { useEnvironment } from '../../composables/useEnvironment.ts';
import { useSearchParam } from '../../composables/useSearchParam.ts';
import { attemptFilter, chosenFilters } from '../deliveries/delivery-filter.ts';
import type { LiveFilter } from './live.queries.ts';

/** Filters of the list of deliveries that the wall has too, beside its own. */
export type WallFilterName = 'type' | 'webhook' | 'code' | 'kind';

/**
 * The filter of the stream, kept in the address: `?search=`, `?only=failures`, `?slower=1000`, the environment, and the filters of the
 * list under their names there.
 */
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
  const isLanes = computed({
    get: () => route.query.view === 'lanes',
    set: (isOn) => put('view', isOn ? 'lanes' : null),
  });
  const chosen = computed<Record<WallFilterName, string | null>>(() => {
    const { type, webhook, code, kind } = chosenFilters(route.query);
    return { type, webhook, code, kind };
  });
  const filter = computed<LiveFilter>(() => {
    // A span of time is for the list: the wall shows what comes.
    const { since: _, status: __, ...query } = route.query;
    return {
      ...attemptFilter(query, environment.value, 0),
      ...(isOnlyFailures.value && { statuses: ['FAILED' as const] }),
      ...(slowerThan.value > 0 && { durationMs: { min: slowerThan.value } }),
    };
  });
  const isFiltered = computed(() => Object.keys(filter.value).length > 0);

  return { filter, isFiltered, search, isOnlyFailures, slowerThan, isLanes, chosen, put };
}
