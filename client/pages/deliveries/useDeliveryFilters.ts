import { computed } from 'vue';
import { useRoute, useRouter, type LocationQuery } from 'vue-router';
import { ALL_ENVIRONMENTS, useEnvironment } from '../../composables/useEnvironment.ts';
import { firstPage } from '../../composables/usePages.ts';
import { useTimeRange } from '../../composables/useTimeRange.ts';
import { statusForRows } from './bulk-filter.ts';
import { attemptFilter, chosenFilters, isGroupedBy, type FilterName } from './delivery-filter.ts';
import { QUERY_KEYS, type QueryFilters } from './query-language.ts';
import { queryFilters } from './query-text.ts';
import { isSame, NEWEST_FIRST, orderOf, wordOf, type RowOrder } from './row-order.ts';

/** Words of the address that are not about what is shown but about how. */
const LAYOUT = ['group', 'sort', 'size'] as const;

/** What the page of deliveries shows, all of it kept in the address: filters, search, time range, order, grouping. */
export function useDeliveryFilters() {
  const route = useRoute();
  const router = useRouter();
  const { environment } = useEnvironment();
  const { range } = useTimeRange();

  const chosen = computed(() => chosenFilters(route.query));
  const inQuery = computed(() => queryFilters(route.query));
  const isFiltered = computed(() => Object.keys(attemptFilter(route.query, environment.value, Date.now())).length > 0);

  const isGrouped = computed({
    get: () => isGroupedBy(route.query),
    set: (isOn) => put({ group: isOn ? 'delivery' : null, status: statusForRows(chosen.value.status, isOn) }),
  });
  const order = computed<RowOrder>({
    get: () => orderOf(route.query.sort),
    set: (chosenOrder) => put({ sort: isSame(chosenOrder, NEWEST_FIRST) ? null : wordOf(chosenOrder) }),
  });

  function put(values: Record<string, string | null>): void {
    const { delivery: _, attempt: __, ...query } = { ...firstPage(route.query), ...values };
    void router.push({ query: withoutNull(query) });
  }

  const setFilter = (name: FilterName, value: string | null) => put({ [name]: value });

  /** Puts what a query says in place of all filters. */
  function applyQuery(filters: QueryFilters): void {
    const cleared = Object.fromEntries([...QUERY_KEYS, 'duration', 'search'].map((name) => [name, null]));
    const env = filters.env ?? (inQuery.value.env === undefined ? route.query.env ?? null : ALL_ENVIRONMENTS);
    put({ ...cleared, ...filters, env: typeof env === 'string' ? env : null });
  }

  function clear(): void {
    const layout = Object.fromEntries(LAYOUT.map((name) => [name, route.query[name] ?? null]));
    void router.push({ query: withoutNull({ ...layout, env: ALL_ENVIRONMENTS }) });
  }

  return { chosen, inQuery, environment, range, isFiltered, isGrouped, order, setFilter, applyQuery, clear };
}

const withoutNull = (query: LocationQuery): LocationQuery => Object.fromEntries(Object.entries(query).filter(([, value]) => value !== null));
