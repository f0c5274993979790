import { useQuery } from '@urql/vue';
import { computed, ref, watch } from 'vue';
import { useChartRange } from '../../composables/useChartRange.ts';
import { rangeInput } from '../../lib/time-range.ts';
import { WebhookStatsQuery } from './webhook-detail.queries.ts';

/**
 * Statistics of one webhook over the range in the address.
 * @param attempts grows whenever attempts were made: then the charts are read again
 */
export function useWebhookStats(id: string, attempts: () => number) {
  /** Ms since epoch; a range that ends now ends then. */
  const readAt = ref(Date.now());
  const { range, picked } = useChartRange();
  const { data, error, executeQuery } = useQuery({
    query: WebhookStatsQuery,
    requestPolicy: 'network-only',
    variables: computed(() => ({ id, range: rangeInput(range.value, readAt.value) })),
  });
  const stats = computed(() => data.value?.webhook?.stats ?? null);

  watch(attempts, () => { readAt.value = Date.now(); });

  return { range: picked, stats, error, refresh: () => void executeQuery({ requestPolicy: 'network-only' }) };
}
