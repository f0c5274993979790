import { useQuery } from '@urql/vue';
import { computed, shallowRef, toValue, watch, type MaybeRefOrGetter } from 'vue';
import { useRoute } from 'vue-router';
import { useEnvironment } from '../../composables/useEnvironment.ts';
import { usePages } from '../../composables/usePages.ts';
import { DeliveryAttemptsQuery, type NewAttempt } from './deliveries.queries.ts';
import { attemptFilter } from './delivery-filter.ts';
import { upToDate, withDeliveries, withNews } from './live-rows.ts';
import { attemptOrderBy, isSame, NEWEST_FIRST, type RowOrder } from './row-order.ts';
import { useRowStream } from './useRowStream.ts';

export interface ListOptions {
  /** The page shows rows of this kind. */
  isActive: MaybeRefOrGetter<boolean>;
  order: MaybeRefOrGetter<RowOrder>;
  isLive: MaybeRefOrGetter<boolean>;
}

/** The attempts that the address asks for, and how many are new since the page was read. */
export function useDeliveryList({ isActive, order, isLive }: ListOptions) {
  const route = useRoute();
  const { environment } = useEnvironment();
  const pages = usePages();

  const waiting = shallowRef<ReadonlySet<string>>(new Set());
  const deliveries = shallowRef<ReadonlyMap<string, NewAttempt['delivery']>>(new Map());
  /** Follows the address, not the clock: "the last hour" is the hour before the page was read. */
  const filter = computed(() => attemptFilter(route.query, environment.value, Date.now()));

  const { data, error, executeQuery, fetching } = useQuery({
    query: DeliveryAttemptsQuery,
    requestPolicy: 'network-only',
    pause: computed(() => !toValue(isActive)),
    variables: computed(() => ({ ...pages.variables.value, filter: filter.value, orderBy: attemptOrderBy(toValue(order)) })),
  });
  const connection = computed(() => (toValue(isActive) ? data.value?.deliveryAttempts : undefined));
  const rows = computed(() => upToDate(connection.value?.nodes ?? [], deliveries.value));

  const shownDeliveries = computed(() => new Set(connection.value?.nodes.map(({ delivery }) => delivery.id)));

  const { skipped, startFrom } = useRowStream({
    isOn: isLive,
    onAttempts(attempts) {
      // In another order new rows come somewhere, where nobody looks for them.
      if (isSame(toValue(order), NEWEST_FIRST)) waiting.value = withNews(waiting.value, connection.value?.nodes ?? [], attempts);
      deliveries.value = withDeliveries(deliveries.value, attempts.filter(({ delivery }) => shownDeliveries.value.has(delivery.id)));
    },
  });
  watch(connection, (read) => {
    waiting.value = new Set();
    deliveries.value = new Map();
    startFrom(read?.streamCursor ?? null, filter.value);
  }, { immediate: true });

  const refresh = () => executeQuery({ requestPolicy: 'network-only' });

  return { connection, rows, error, fetching, waiting, skipped, refresh };
}
