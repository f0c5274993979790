import { useQuery } from '@urql/vue';
import { computed, ref, shallowRef, watch } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { useLive } from '../../composables/useLive.ts';
import { AttemptQuery, DeliveryQuery, DeliverySubscription, type ShownDelivery } from './delivery-detail.queries.ts';

/** A delivery that stays up to date, and the attempt chosen in the address: the newest when none is named. */
export function useDelivery() {
  const route = useRoute();
  const router = useRouter();
  const id = computed(() => String(route.params.deliveryId));

  const newest = shallowRef<ShownDelivery | null>(null);
  /** Counts retries by hand: a finished stream starts again. */
  const follows = ref(0);

  const { data, error, executeQuery } = useQuery({ query: DeliveryQuery, variables: computed(() => ({ id: id.value })), requestPolicy: 'cache-and-network' });

  function accept(delivery: ShownDelivery | null | undefined): void {
    if (!delivery) return;
    const isOther = newest.value?.id !== delivery.id;
    if (isOther || delivery.revision >= newest.value!.revision) newest.value = delivery;
  }
  watch(data, (answer) => accept(answer?.delivery), { immediate: true });
  useLive(DeliverySubscription, {
    key: () => `${id.value} ${follows.value}`,
    variables: () => ({ id: id.value }),
    onData: (update) => accept(update.delivery.delivery),
  });

  const delivery = computed(() => (newest.value?.id === id.value ? newest.value : null));
  const isMissing = computed(() => data.value?.delivery === null && delivery.value === null);
  const attempts = computed(() => delivery.value?.attempts.nodes ?? []);
  const attemptId = computed<string | null>({
    get: () => attempts.value.find((attempt) => attempt.id === route.query.attempt)?.id ?? attempts.value.at(-1)?.id ?? null,
    set: (value) => void router.replace({ query: { ...route.query, attempt: value } }),
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
    const { attempt: _, ...query } = route.query;
    void router.replace({ query });
    follows.value += 1;
  }

  function refresh(): void {
    void executeQuery({ requestPolicy: 'network-only' });
    void readAttempt({ requestPolicy: 'network-only' });
  }

  return { delivery, error, isMissing, attempts, attemptId, attempt, attemptError, step, followRetry, refresh };
}
