import { useQuery } from '@urql/vue';
import { computed, toValue, type MaybeRefOrGetter } from 'vue';
import { useLive } from '../../composables/useLive.ts';
import { EventQuery, EventTicksSubscription } from './events.queries.ts';

/** Read again at most this often while attempts of the event are made. */
const REFRESH_EVERY_MS = 1_000;

/** One event and its deliveries, fresh while they are attempted. */
export function useEvent(id: MaybeRefOrGetter<string>) {
  const { data, error, executeQuery } = useQuery({ query: EventQuery, variables: computed(() => ({ id: toValue(id) })), requestPolicy: 'network-only' });

  const event = computed(() => data.value?.webhookEvent ?? null);
  const isMissing = computed(() => data.value?.webhookEvent === null);

  function refresh(): void {
    void executeQuery({ requestPolicy: 'network-only' });
  }

  useLive(EventTicksSubscription, {
    key: () => toValue(id),
    variables: () => ({ minIntervalMs: REFRESH_EVERY_MS, filter: { search: toValue(id) } }),
    onData: ({ deliveryAttempts }) => {
      if (deliveryAttempts.attempts.length > 0 && document.visibilityState === 'visible') refresh();
    },
  });

  return { event, error, isMissing, refresh };
}
