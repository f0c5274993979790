import { useQuery } from '@urql/vue';
import { computed, shallowRef, toValue, watch } from 'vue';
import { useRoute } from 'vue-router';
import { useEnvironment } from '../../composables/useEnvironment.ts';
import { usePages } from '../../composables/usePages.ts';
import { groupedFilter } from './bulk-filter.ts';
import { GroupedDeliveriesQuery, type NewAttempt } from './deliveries.queries.ts';
import { attemptFilter } from './delivery-filter.ts';
import { groupedUpToDate, withAttempts, withNews } from './live-rows.ts';
import type { ListOptions } from './useDeliveryList.ts';
import { deliveryOrderBy, isSame, NEWEST_FIRST, orderOf } from './row-order.ts';
import { useRowStream } from './useRowStream.ts';

/** The deliveries that the address asks for, one row each, and how many are new since the page was read. */
export function useGroupedList({ isActive, isLive }: ListOptions) {
  const route = useRoute();
  const { environment } = useEnvironment();
  const pages = usePages();

  const waiting = shallowRef<ReadonlySet<string>>(new Set());
  const news = shallowRef<ReadonlyMap<string, readonly NewAttempt[]>>(new Map());
  const filter = computed(() => groupedFilter(route.query, environment.value, Date.now()));
  /** All that may change a row: of any status, for a delivery that failed may succeed. */
  const streamFilter = computed(() => {
    const { status: _, code: __, failure: ___, kind: ____, duration: _____, ...query } = route.query;
    return attemptFilter(query, environment.value, Date.now());
  });

  const { data, error, executeQuery, fetching } = useQuery({
    query: GroupedDeliveriesQuery,
    requestPolicy: 'network-only',
    pause: computed(() => !toValue(isActive)),
    variables: computed(() => ({ ...pages.variables.value, filter: filter.value, orderBy: deliveryOrderBy(orderOf(route.query.sort)) })),
  });
  const connection = computed(() => (toValue(isActive) ? data.value?.deliveries : undefined));
  const rows = computed(() => groupedUpToDate(connection.value?.nodes ?? [], news.value));

  const shownIds = computed(() => new Set(connection.value?.nodes.map(({ id }) => id)));

  const { skipped, startFrom } = useRowStream({
    isOn: isLive,
    onAttempts(attempts) {
      // A retry of an older delivery is on another page; only first attempts make new rows.
      const created = attempts.filter(({ kind }) => kind === 'INITIAL').map(({ delivery }) => delivery);
      if (isSame(orderOf(route.query.sort), NEWEST_FIRST)) waiting.value = withNews(waiting.value, connection.value?.nodes ?? [], created);
      news.value = withAttempts(news.value, attempts.filter(({ delivery }) => shownIds.value.has(delivery.id)));
    },
  });
  watch(connection, (read) => {
    waiting.value = new Set();
    news.value = new Map();
    startFrom(read ? data.value?.deliveryAttempts.streamCursor ?? null : null, streamFilter.value);
  }, { immediate: true });

  const refresh = () => executeQuery({ requestPolicy: 'network-only' });

  return { connection, rows, error, fetching, waiting, skipped, refresh };
}
