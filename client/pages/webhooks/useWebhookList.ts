import { useQuery } from '@urql/vue';
import { computed } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { ALL_ENVIRONMENTS, useEnvironment } from '../../composables/useEnvironment.ts';
import { useLive } from '../../composables/useLive.ts';
import { firstPage, usePages } from '../../composables/usePages.ts';
import { useSearchParam } from '../../composables/useSearchParam.ts';
import type { SchemaEnum } from '../../graphql.ts';
import { AttemptTicksSubscription, WebhooksQuery } from './webhooks.queries.ts';

export type WebhookStatus = SchemaEnum<'WebhookStatus'>;

/** Orders of the list; the key is the value of `?sort=`. */
export const SORTS = {
  name: { label: 'Name, A to Z', field: 'NAME', direction: 'ASC' },
  '-name': { label: 'Name, Z to A', field: 'NAME', direction: 'DESC' },
  '-created': { label: 'Newest first', field: 'CREATED_AT', direction: 'DESC' },
  created: { label: 'Oldest first', field: 'CREATED_AT', direction: 'ASC' },
} as const;
export type SortKey = keyof typeof SORTS;

const STATUS_SLUGS: Record<string, WebhookStatus> = { active: 'ACTIVE', inactive: 'INACTIVE' };

/** Health is read again at most this often while attempts are made. */
const REFRESH_EVERY_MS = 5_000;

/** The list with its search, filters, order and page, all kept in the address, and fresh while attempts are made. */
export function useWebhookList() {
  const route = useRoute();
  const router = useRouter();
  const { environment } = useEnvironment();
  const search = useSearchParam('q');
  const pages = usePages();

  const wanted = computed(() => (typeof route.query.q === 'string' ? route.query.q : ''));
  const status = computed<WebhookStatus | null>(() => STATUS_SLUGS[String(route.query.status)] ?? null);
  const sort = computed<SortKey>({
    get: () => (Object.hasOwn(SORTS, String(route.query.sort)) ? route.query.sort as SortKey : 'name'),
    set: (key) => void router.push({ query: { ...firstPage(route.query), sort: key } }),
  });
  const isFiltered = computed(() => wanted.value !== '' || status.value !== null || environment.value !== null);

  const { data, error, executeQuery } = useQuery({
    query: WebhooksQuery,
    requestPolicy: 'cache-and-network',
    variables: computed(() => ({
      ...pages.variables.value,
      filter: {
        search: wanted.value || null,
        environments: environment.value && [environment.value],
        statuses: status.value && [status.value],
      },
      orderBy: { field: SORTS[sort.value].field, direction: SORTS[sort.value].direction },
    })),
  });

  const connection = computed(() => data.value?.webhooks);
  const counts = computed(() => {
    const count = (of: WebhookStatus) => connection.value?.statusCounts.find((entry) => entry.status === of)?.count ?? 0;
    return connection.value && { all: count('ACTIVE') + count('INACTIVE'), active: count('ACTIVE'), inactive: count('INACTIVE') };
  });

  function refresh(): void {
    void executeQuery({ requestPolicy: 'network-only' });
  }

  function clearFilters(): void {
    search.value = '';
    void router.push({ query: { env: ALL_ENVIRONMENTS } });
  }

  useLive(AttemptTicksSubscription, {
    variables: () => ({ minIntervalMs: REFRESH_EVERY_MS, filter: null }),
    onData: ({ deliveryAttempts }) => {
      if (deliveryAttempts.attempts.length > 0 && document.visibilityState === 'visible') refresh();
    },
  });

  return { connection, error, counts, search, wanted, status, sort, environment, isFiltered, pages, refresh, clearFilters };
}
