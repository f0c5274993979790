import { useQuery } from '@urql/vue';
import { computed, ref, shallowRef, toValue, watch, type MaybeRefOrGetter } from 'vue';
import { useLive } from '../../composables/useLive.ts';
import { AttemptQuery, DeliveryQuery, DeliverySubscription, type ShownDelivery } from './delivery-detail.queries.ts';

interface DeliveryOptions {
  id: MaybeRefOrGetter<string>;
  /** The attempt that is asked for; null for the newest. */
  attempt: MaybeRefOrGetter<string | null>;
  /** Another attempt is wanted. */
  onAttempt: (id: string | null) => void;
}

/** A delivery that stays up to date, and the attempt chosen in it: the newest when none is named. */
export function useDelivery({ id, attempt: wanted, onAttempt }: DeliveryOptions) {
  const newest = shallowRef<ShownDelivery | null>(null);
  /** Counts retries by hand: a finished stream starts again. */
  const follows = ref(0);

  const { data, error, executeQuery } = useQuery({ query: DeliveryQuery, variables: computed(() => ({ id: toValue(id) })), requestPolicy: 'cache-and-network' });

  function accept(delivery: ShownDelivery | null | undefined): void {
    if (!delivery) return;
    const shown = newest.value;
    if (shown?.id !== delivery.id || delivery.revision >= shown.revision) newest.value = delivery;
  }
  watch(data, (answer) => accept(answer?.delivery), { immediate: true });
  useLive(DeliverySubscription, {
    key: () => `${toValue(id)} ${follows.value}`,
    variables: () => ({ id: toValue(id) }),
    onData: (update) => accept(update.delivery.delivery),
  });

  const delivery = computed(() => (newest.value?.id === toValue(id) ? newest.value : null));
  const isMissing = computed(() => data.value?.delivery === null && delivery.value === null);
  const attempts = computed(() => delivery.value?.attempts.nodes ?? []);
  const attemptId = computed<string | null>({
    get: () => attempts.value.find((attempt) => attempt.id === toValue(wanted))?.id ?? attempts.value.at(-1)?.id ?? null,
    set: (chosen) => onAttempt(chosen),
  });

  const { data: attemptData, error: attemptError, executeQuery: readAttempt } = useQuery({
    query: AttemptQuery,
    variables: computed(() => ({ id: attemptId.value ?? '' })),
    pause: computed(() => attemptId.value === null),
  });
  const attempt = computed(() => (attemptData.value?.deliveryAttempt?.id === attemptId.value ? attemptData.value.deliveryAttempt : null));

  /** Chooses the attempt before (-1) or after (1) the chosen one. */
  function step(by: -1 | 1): void {
    const index = attempts.value.findIndex((candidate) => candidate.id === attemptId.value);
    const next = attempts.value[index + by];
    if (next) attemptId.value = next.id;
  }

  /** After a retry by hand: shows the newest attempt as soon as it is there. */
  function followRetry(): void {
    onAttempt(null);
    follows.value += 1;
  }

  function refresh(): void {
    void executeQuery({ requestPolicy: 'network-only' });
    void readAttempt({ requestPolicy: 'network-only' });
  }

  return { delivery, error, isMissing, attempts, attemptId, attempt, attemptError, step, followRetry, refresh };
}
