import { useQuery } from '@urql/vue';
import { computed, ref, type Ref } from 'vue';
import { useLive } from '../../composables/useLive.ts';
import { AttemptTicksSubscription, WebhookTrendsQuery, type WebhookTrend } from './webhooks.queries.ts';

const DAY_MS = 86_400_000;
/** Read again at most this often while attempts are made. */
const REFRESH_EVERY_MS = 10_000;
const TICK_MS = 5_000;

/** The last 24 hours of the rows of the page, by id, in one request for all of them. Nothing is asked for while `isWanted` is false. */
export function useWebhookTrends(rows: Readonly<Ref<readonly { id: string }[]>>, isWanted: Readonly<Ref<boolean>>) {
  const readAt = ref(Date.now());
  const ids = computed(() => rows.value.map(({ id }) => id));
  const { data } = useQuery({
    query: WebhookTrendsQuery,
    requestPolicy: 'network-only',
    variables: computed(() => ({ ids: ids.value, range: { from: new Date(readAt.value - DAY_MS).toISOString(), to: null } })),
    pause: computed(() => !isWanted.value || ids.value.length === 0),
  });
  useLive(AttemptTicksSubscription, {
    key: () => (isWanted.value ? 'wanted' : null),
    variables: () => ({ minIntervalMs: TICK_MS, filter: null }),
    onData: ({ deliveryAttempts }) => {
      const isDue = deliveryAttempts.attempts.length > 0 && document.visibilityState === 'visible' && Date.now() - readAt.value >= REFRESH_EVERY_MS;
      if (isDue) readAt.value = Date.now();
    },
  });
  return computed(() => new Map((data.value?.nodes ?? []).flatMap((node): [string, WebhookTrend][] => (node && 'stats' in node ? [[node.id, node]] : []))));
}
