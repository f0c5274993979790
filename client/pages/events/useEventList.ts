import { useQuery } from '@urql/vue';
import { computed, shallowRef, watch } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { ALL_ENVIRONMENTS, useEnvironment } from '../../composables/useEnvironment.ts';
import { useLive } from '../../composables/useLive.ts';
import { firstPage, usePages } from '../../composables/usePages.ts';
import { useSearchParam } from '../../composables/useSearchParam.ts';
import { useTimeRange } from '../../composables/useTimeRange.ts';
import { client } from '../../urql.ts';
import { chosenFilters, eventFilter, type EventFilterName } from './event-filter.ts';
import { EventNewsQuery, EventsQuery, EventTicksSubscription, type DeliverySummary } from './events.queries.ts';

/** Looked after at most this often while attempts are made. */
const REFRESH_EVERY_MS = 3_000;

/** The events with search, filters and page in the address. Summaries stay fresh; newer events wait until they are asked for. */
export function useEventList() {
  const route = useRoute();
  const router = useRouter();
  const { environment } = useEnvironment();
  const search = useSearchParam('search');
  const payload = useSearchParam('payload');
  const { range } = useTimeRange();
  const pages = usePages();

  const filter = computed(() => eventFilter(route.query, environment.value, Date.now()));
  const filters = computed(() => chosenFilters(route.query));
  const isFiltered = computed(() => Object.keys(filter.value).length > 0);
  const { data, error, executeQuery, fetching } = useQuery({
    query: EventsQuery,
    requestPolicy: 'network-only',
    variables: computed(() => ({ ...pages.variables.value, filter: filter.value })),
  });
  const connection = computed(() => data.value?.webhookEvents);

  const summaries = shallowRef<ReadonlyMap<string, DeliverySummary>>(new Map());
  const waiting = shallowRef(0);
  const rows = computed(() => (connection.value?.nodes ?? []).map((row) => ({ ...row, deliverySummary: summaries.value.get(row.id) ?? row.deliverySummary })));

  watch(connection, () => {
    summaries.value = new Map();
    waiting.value = 0;
  });

  async function lookForNews(): Promise<void> {
    const read = connection.value;
    if (!read || document.visibilityState !== 'visible') return;
    const ids = read.nodes.map(({ id }) => id);
    // Payloads are looked into one by one: not again and again for what may be new.
    const hasNewest = pages.page.value === 1 && filter.value.payloadContains === undefined;
    const { data: news } = await client.query(EventNewsQuery, { filter: filter.value, ids, hasNewest }, { requestPolicy: 'network-only' }).toPromise();
    if (!news || connection.value !== read) return;
    summaries.value = new Map(news.shown.flatMap((node) => (node?.__typename === 'WebhookEvent' ? [[node.id, node.deliverySummary] as const] : [])));
    if (news.newest) waiting.value = news.newest.nodes.filter(({ id }) => !ids.includes(id)).length;
  }
  useLive(EventTicksSubscription, {
    variables: () => ({ minIntervalMs: REFRESH_EVERY_MS, filter: environment.value && { environments: [environment.value] } }),
    key: () => environment.value ?? 'all',
    onData: () => void lookForNews(),
  });

  function setFilters(values: Partial<Record<EventFilterName, string | null>>): void {
    const query = { ...firstPage(route.query), ...values };
    void router.push({ query: Object.fromEntries(Object.entries(query).filter(([, value]) => value !== null)) });
  }

  function refresh(): void {
    void executeQuery({ requestPolicy: 'network-only' });
  }

  function clearFilters(): void {
    search.value = payload.value = '';
    void router.push({ query: { env: ALL_ENVIRONMENTS, ...(route.query.webhook ? { webhook: route.query.webhook } : {}) } });
  }

  return { connection, rows, error, fetching, search, payload, range, filters, setFilters, isFiltered, pages, waiting, refresh, clearFilters };
}
