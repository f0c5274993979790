import { useQuery } from '@urql/vue';
import { computed, ref, shallowRef, watch, type Ref } from 'vue';
import { useRoute } from 'vue-router';
import { useEnvironment } from '../../composables/useEnvironment.ts';
import { rangeOfQuery } from '../../lib/time-range.ts';
import type { BulkScope } from '../operations/operations.queries.ts';
import { deliveryFilter, groupedFilter, type DeliveryFilter } from './bulk-filter.ts';
import { MatchingDeliveriesQuery } from './deliveries.queries.ts';
import { chosenFilters } from './delivery-filter.ts';
import { withRange, withToggled, type SelectableRow } from './selection.ts';

/** The server takes no more ids at once. */
const MOST_NAMED = 1_000;

/** Deliveries chosen by their attempts, over several pages, or all that match the filters. */
export function useDeliverySelection(rows: Readonly<Ref<readonly SelectableRow[]>>) {
  const route = useRoute();
  const { environment } = useEnvironment();
  const chosen = shallowRef<ReadonlySet<string>>(new Set());
  /** All that match; fixed when it is chosen, so that "the last hour" stays the hour that was counted. */
  const matching = shallowRef<DeliveryFilter | null>(null);
  /** The attempt where a range with Shift begins. */
  const anchor = ref<string | null>(null);

  const onPage = computed(() => rows.value.map(({ delivery }) => delivery.id));
  const filterKey = computed(() => JSON.stringify([chosenFilters(route.query), route.query.search, route.query.group, rangeOfQuery(route.query), environment.value]));
  const isAnyChosen = computed(() => chosen.value.size > 0 || matching.value !== null);

  function clear(): void {
    chosen.value = new Set();
    matching.value = null;
    anchor.value = null;
  }
  watch(filterKey, clear);

  const filterNow = () => (route.query.group === 'delivery' ? groupedFilter : deliveryFilter)(route.query, environment.value, Date.now());
  const possible = computed(() => (isAnyChosen.value ? matching.value ?? filterNow() : null));
  const { data } = useQuery({
    query: MatchingDeliveriesQuery,
    requestPolicy: 'network-only',
    variables: computed(() => ({ filter: possible.value })),
    pause: computed(() => possible.value === null),
  });
  const matchCount = computed(() => (possible.value ? data.value?.deliveries.count ?? null : null));

  const isChosen = (id: string) => matching.value !== null || chosen.value.has(id);
  const pageState = computed<boolean | 'indeterminate'>(() => {
    if (matching.value !== null) return true;
    const count = onPage.value.filter((id) => chosen.value.has(id)).length;
    return count === 0 ? false : count === onPage.value.length ? true : 'indeterminate';
  });

  function toggle({ id, delivery }: SelectableRow, isRange = false): void {
    if (matching.value) chosen.value = new Set(onPage.value);
    matching.value = null;
    const range = isRange && anchor.value ? withRange(chosen.value, rows.value, anchor.value, id) : null;
    chosen.value = range ?? withToggled(chosen.value, delivery.id);
    anchor.value = id;
  }

  function togglePage(isOn: boolean): void {
    matching.value = null;
    const others = [...chosen.value].filter((id) => !onPage.value.includes(id));
    chosen.value = new Set(isOn ? [...others, ...onPage.value] : others);
  }

  function chooseMatching(): void {
    matching.value = possible.value;
  }

  const scope = computed<BulkScope | null>(() => {
    if (matching.value) return { filter: matching.value };
    return chosen.value.size > 0 ? { ids: [...chosen.value].slice(0, MOST_NAMED) } : null;
  });
  const isTooMany = computed(() => matching.value === null && chosen.value.size > MOST_NAMED);

  return { chosen, matching, matchCount, isAnyChosen, isTooMany, pageState, scope, isChosen, toggle, togglePage, chooseMatching, clear };
}
