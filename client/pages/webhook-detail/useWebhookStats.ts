import { useQuery } from '@urql/vue';
import { computed, ref, watch } from 'vue';
import { useRoute } from 'vue-router';
import { rangeOf } from '../../components/charts/time-range.ts';
import { WebhookStatsQuery } from './webhook-detail.queries.ts';

/**
 * Statistics of one webhook over the range in the address.
 * @param attempts grows whenever attempts were made: then the charts are read again
 */
export function useWebhookStats(id: string, attempts: () => number) {
  const route = useRoute();
  /** Ms since epoch; a range that ends now ends then. */
  const readAt = ref(Date.now());
  const range = computed(() => rangeOf(route.query, readAt.value));
  const { data, error, executeQuery } = useQuery({
    query: WebhookStatsQuery,
    requestPolicy: 'network-only',
    variables: computed(() => ({
      id, range: { from: new Date(range.value.from).toISOString(), to: range.value.key ? null : new Date(range.value.to).toISOString() },
    })),
  });
  const stats = computed(() => data.value?.webhook?.stats ?? null);

  watch(attempts, () => { readAt.value = Date.now(); });

  return { range, stats, error, refresh: () => void executeQuery({ requestPolicy: 'network-only' }) };
}
