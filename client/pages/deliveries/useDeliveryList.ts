import { useQuery } from '@urql/vue';
import { computed, shallowRef, toValue, watch, type MaybeRefOrGetter } from 'vue';
import { useRoute, type LocationQuery, type RouteLocationNormalized } from 'vue-router';
import { environmentOf } from '../../composables/useEnvironment.ts';
import { pageArgumentsOf } from '../../composables/usePages.ts';
import type { VariablesOf } from '../../graphql.ts';
import { client } from '../../urql.ts';
import { DeliveryAttemptsQuery, type NewAttempt } from './deliveries.queries.ts';
import { attemptFilter, isGroupedBy } from './delivery-filter.ts';
import { upToDate, withDeliveries, withNews } from './live-rows.ts';
import { attemptOrderBy, isSame, NEWEST_FIRST, orderOf } from './row-order.ts';
import { useRowStream } from './useRowStream.ts';

export interface ListOptions {
  /** The page shows rows of this kind. */
  isActive: MaybeRefOrGetter<boolean>;
  isLive: MaybeRefOrGetter<boolean>;
}

/** What the address asks for. "The last hour" is the hour before `nowMs`. */
function listVariables(query: LocationQuery, nowMs: number): VariablesOf<typeof DeliveryAttemptsQuery> {
  return { ...pageArgumentsOf(query), filter: attemptFilter(query, environmentOf(query), nowMs), orderBy: attemptOrderBy(orderOf(query.sort)) };
}

/** For the first page of a visit, before it is drawn; not for a time range, which would be another one when the page asks. */
export function askForAttempts({ query }: RouteLocationNormalized): void {
  const variables = listVariables(query, Date.now());
  if (isGroupedBy(query) || variables.filter?.started) return;
  void client.query(DeliveryAttemptsQuery, variables, { requestPolicy: 'network-only' }).toPromise();
}

/** The attempts that the address asks for, and how many are new since the page was read. */
export function useDeliveryList({ isActive, isLive }: ListOptions) {
  const route = useRoute();

  const waiting = shallowRef<ReadonlySet<string>>(new Set());
  const deliveries = shallowRef<ReadonlyMap<string, NewAttempt['delivery']>>(new Map());
  /** Follows the address, not the clock: "the last hour" is the hour before the page was read. */
  const variables = computed(() => listVariables(route.query, Date.now()));

  const { data, error, executeQuery, fetching } = useQuery({
    query: DeliveryAttemptsQuery,
    requestPolicy: 'network-only',
    pause: computed(() => !toValue(isActive)),
    variables,
  });
  const connection = computed(() => (toValue(isActive) ? data.value?.deliveryAttempts : undefined));
  const rows = computed(() => upToDate(connection.value?.nodes ?? [], deliveries.value));

  const shownDeliveries = computed(() => new Set(connection.value?.nodes.map(({ delivery }) => delivery.id)));

  const { skipped, startFrom } = useRowStream({
    isOn: isLive,
    onAttempts(attempts) {
      // In another order new rows come somewhere, where nobody looks for them.
      if (isSame(orderOf(route.query.sort), NEWEST_FIRST)) waiting.value = withNews(waiting.value, connection.value?.nodes ?? [], attempts);
      deliveries.value = withDeliveries(deliveries.value, attempts.filter(({ delivery }) => shownDeliveries.value.has(delivery.id)));
    },
  });
  watch(connection, (read) => {
    waiting.value = new Set();
    deliveries.value = new Map();
    startFrom(read?.streamCursor ?? null, variables.value.filter ?? {});
  }, { immediate: true });

  const refresh = () => executeQuery({ requestPolicy: 'network-only' });

  return { connection, rows, error, fetching, waiting, skipped, refresh };
}
