import { useQuery } from '@urql/vue';
import { computed } from 'vue';
import { useLive } from '../../composables/useLive.ts';
import { AttemptTicksSubscription, WebhookQuery } from '../webhooks/webhooks.queries.ts';

/** Read again at most this often while attempts are made. */
const REFRESH_EVERY_MS = 2_000;

/** One webhook, its health and its last deliveries, fresh while attempts are made. */
export function useWebhook(id: string) {
  const { data, error, executeQuery } = useQuery({ query: WebhookQuery, variables: { id }, requestPolicy: 'network-only' });

  const webhook = computed(() => data.value?.webhook ?? null);
  const isMissing = computed(() => data.value?.webhook === null);
  const lastFailure = computed(() => data.value?.lastFailure.nodes[0]?.failure ?? null);
  const recent = computed(() => data.value?.recent.nodes ?? []);

  function refresh(): void {
    void executeQuery({ requestPolicy: 'network-only' });
  }

  useLive(AttemptTicksSubscription, {
    variables: () => ({ minIntervalMs: REFRESH_EVERY_MS, filter: { webhookIds: [id] } }),
    onData: ({ deliveryAttempts }) => {
      if (deliveryAttempts.attempts.length > 0 && document.visibilityState === 'visible') refresh();
    },
  });

  return { webhook, error, isMissing, lastFailure, recent, refresh };
}
