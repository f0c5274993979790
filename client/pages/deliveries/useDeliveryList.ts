import { useQuery } from '@urql/vue';
import { computed, shallowRef, watch } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { ALL_ENVIRONMENTS, useEnvironment } from '../../composables/useEnvironment.ts';
import { useLive } from '../../composables/useLive.ts';
import { firstPage, usePages } from '../../composables/usePages.ts';
import { useSearchParam } from '../../composables/useSearchParam.ts';
import { DeliveryAttemptsQuery, NewAttemptsSubscription, type NewAttempt } from './deliveries.queries.ts';
import { attemptFilter, chosenFilters, type AttemptFilter, type FilterName } from './delivery-filter.ts';
import { upToDate, withDeliveries, withNews } from './live-rows.ts';

/** The attempts with search, filters and page in the address, and how many are new since the page was read. */
export function useDeliveryList() {
  const route = useRoute();
  const router = useRouter();
  const { environment } = useEnvironment();
  const search = useSearchParam('search');
  const pages = usePages();

  const waiting = shallowRef<ReadonlySet<string>>(new Set());
  const deliveries = shallowRef<ReadonlyMap<string, NewAttempt['delivery']>>(new Map());
  /** Where the live stream of the shown page is, and the filter that the page was read with. */
  const stream = shallowRef<{ cursor: string; filter: AttemptFilter; startedFrom: string } | null>(null);

  const filter = computed(() => attemptFilter(route.query, environment.value, Date.now()));
  const filters = computed(() => chosenFilters(route.query));
  const isFiltered = computed(() => Object.keys(filter.value).length > 0);
  const { data, error, executeQuery, fetching } = useQuery({
    query: DeliveryAttemptsQuery,
    requestPolicy: 'network-only',
    variables: computed(() => ({ ...pages.variables.value, filter: filter.value })),
  });

  const connection = computed(() => data.value?.deliveryAttempts);
  const rows = computed(() => upToDate(connection.value?.nodes ?? [], deliveries.value));

  watch(connection, (read) => {
    waiting.value = new Set();
    deliveries.value = new Map();
    stream.value = read ? { cursor: read.streamCursor, filter: filter.value, startedFrom: read.streamCursor } : null;
  }, { immediate: true });

  useLive(NewAttemptsSubscription, {
    key: () => stream.value && `${stream.value.startedFrom} ${JSON.stringify(stream.value.filter)}`,
    variables: () => ({ after: stream.value?.cursor ?? null, filter: stream.value?.filter ?? null }),
    onData: ({ deliveryAttempts: { cursor, attempts } }) => {
      if (stream.value) stream.value = { ...stream.value, cursor };
      waiting.value = withNews(waiting.value, connection.value?.nodes ?? [], attempts);
      deliveries.value = withDeliveries(deliveries.value, attempts);
    },
  });

  function setFilter(name: FilterName, value: string | null): void {
    const { [name]: _, ...rest } = firstPage(route.query);
    void router.push({ query: value === null ? rest : { ...rest, [name]: value } });
  }

  function refresh(): void {
    void executeQuery({ requestPolicy: 'network-only' });
  }

  /** Shows the attempts that wait: the first page, read again. */
  function showNew(): void {
    if (pages.page.value > 1) void router.push({ query: firstPage(route.query) });
    else refresh();
  }

  function clearFilters(): void {
    search.value = '';
    void router.push({ query: { env: ALL_ENVIRONMENTS } });
  }

  return { connection, rows, error, fetching, search, filters, setFilter, isFiltered, pages, waiting, refresh, showNew, clearFilters };
}
