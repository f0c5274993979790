import { useQuery } from '@urql/vue';
import { useThrottleFn } from '@vueuse/core';
import { computed, watch } from 'vue';
import { useRoute, useRouter, type LocationQuery, type RouteLocationNormalized } from 'vue-router';
import { ALL_ENVIRONMENTS, environmentOf, useEnvironment } from '../../composables/useEnvironment.ts';
import { useLive } from '../../composables/useLive.ts';
import { firstPage, pageArgumentsOf, usePages } from '../../composables/usePages.ts';
import { useSearchParam } from '../../composables/useSearchParam.ts';
import type { SchemaEnum, VariablesOf } from '../../graphql.ts';
import { t } from '../../i18n.ts';
import { client } from '../../urql.ts';
import { eventOf, healthSlugOf, LIST_TABS, listFilters, tabOfList, type ListTab } from './list-filter.ts';
import { useRecentEdits } from './useRecentEdits.ts';
import { WebhookChangesSubscription, WebhooksQuery } from './webhooks.queries.ts';

export type WebhookStatus = SchemaEnum<'WebhookStatus'>;

/** Orders of the list; the key is the value of `?sort=`. */
export const SORTS = {
  name: { label: t('webhooks.sort.name'), field: 'NAME', direction: 'ASC' },
  '-name': { label: t('webhooks.sort.nameDown'), field: 'NAME', direction: 'DESC' },
  worst: { label: t('webhooks.sort.worst'), field: 'SUCCESS_RATE', direction: 'ASC' },
  '-created': { label: t('webhooks.sort.newest'), field: 'CREATED_AT', direction: 'DESC' },
  created: { label: t('webhooks.sort.oldest'), field: 'CREATED_AT', direction: 'ASC' },
  '-updated': { label: t('webhooks.sort.changed'), field: 'UPDATED_AT', direction: 'DESC' },
} as const;
export type SortKey = keyof typeof SORTS;

const sortOf = (query: LocationQuery): SortKey => (Object.hasOwn(SORTS, String(query.sort)) ? query.sort as SortKey : 'name');

/** However many webhooks change, the list is read again at most this often. */
const REFRESH_EVERY_MS = 1_000;

/** What the address asks for. */
function listVariables(query: LocationQuery): VariablesOf<typeof WebhooksQuery> {
  const filters = listFilters(query, environmentOf(query));
  const { field, direction } = SORTS[sortOf(query)];
  return { ...pageArgumentsOf(query), filter: filters.rows, countFilter: filters.counts, failingFilter: filters.failing, orderBy: { field, direction } };
}

/** For the first page of a visit, before it is drawn. */
export function askForWebhooks({ query }: RouteLocationNormalized): void {
  void client.query(WebhooksQuery, listVariables(query), { requestPolicy: 'network-only' }).toPromise();
}

/** The list with its search, filters, order and page, all kept in the address, and fresh while webhooks change. */
export function useWebhookList() {
  const route = useRoute();
  const router = useRouter();
  const { environment } = useEnvironment();
  const search = useSearchParam('q');
  const pages = usePages();

  const tab = computed(() => tabOfList(route.query));
  const sort = computed<SortKey>({
    get: () => sortOf(route.query),
    set: (key) => void router.push({ query: { ...firstPage(route.query), sort: key } }),
  });
  const param = (name: 'health' | 'event', get: () => string | null) => computed<string | null>({
    get,
    set(value) {
      const { [name]: _, ...rest } = firstPage(route.query);
      void router.push({ query: value === null ? rest : { ...rest, [name]: value } });
    },
  });
  const health = param('health', () => healthSlugOf(route.query));
  const event = param('event', () => eventOf(route.query));

  const filters = computed(() => listFilters(route.query, environment.value));
  const isFiltered = computed(() => tab.value !== 'all' || Object.values(filters.value.counts).some((value) => value !== null));

  const { data, error, executeQuery } = useQuery({
    query: WebhooksQuery,
    requestPolicy: 'cache-and-network',
    variables: computed(() => listVariables(route.query)),
  });

  const connection = computed(() => data.value?.webhooks);
  const counts = computed<Record<ListTab, number> | undefined>(() => {
    const answer = data.value;
    if (!answer) return undefined;
    const count = (of: WebhookStatus) => answer.counts.statusCounts.find((entry) => entry.status === of)?.count ?? 0;
    return { all: count('ACTIVE') + count('INACTIVE'), active: count('ACTIVE'), inactive: count('INACTIVE'), failing: answer.failing.totalCount };
  });
  const tabs = computed(() => LIST_TABS.map((key) => {
    const { status: _, ...query } = firstPage(route.query);
    return { label: t(`webhooks.tabs.${key}`), count: counts.value?.[key], isCurrent: tab.value === key, to: { query: key === 'all' ? query : { ...query, status: key } } };
  }));

  function refresh(): void {
    void executeQuery({ requestPolicy: 'network-only' });
  }

  function clearFilters(): void {
    search.value = '';
    void router.push({ query: { env: ALL_ENVIRONMENTS } });
  }

  /** The stream begins where the first page of these filters was read, and goes on after its last message. */
  const streamKey = computed(() => (connection.value ? JSON.stringify(filters.value.rows) : null));
  let cursor: string | null = null;
  watch(streamKey, () => { cursor = null; }, { flush: 'sync' });
  const { edits, lookUp } = useRecentEdits();
  const refreshSoon = useThrottleFn(refresh, REFRESH_EVERY_MS, true);
  useLive(WebhookChangesSubscription, {
    key: streamKey,
    variables: () => ({ after: cursor ?? connection.value?.streamCursor ?? null, filter: filters.value.rows }),
    onData: ({ webhookChanges: { cursor: reached, changes, gap } }) => {
      cursor = reached;
      if (changes.length > 0 || gap) void refreshSoon();
      void lookUp(changes.filter(({ kind }) => kind === 'UPDATED').map(({ webhookId }) => webhookId));
    },
  });

  return { connection, error, tabs, search, health, event, sort, environment, isFiltered, pages, edits, refresh, clearFilters };
}
