import { useQuery } from '@urql/vue';
import { computed, shallowRef, toValue, watch, type MaybeRefOrGetter } from 'vue';
import { useLive } from '../../composables/useLive.ts';
import { newerOf } from './operation-state.ts';
import { OperationQuery, OperationSubscription, type Operation } from './operations.queries.ts';

/** One operation, live until it has ended. */
export function useOperation(id: MaybeRefOrGetter<string>) {
  const newest = shallowRef<Operation | null>(null);
  const { data, error, executeQuery } = useQuery({ query: OperationQuery, variables: computed(() => ({ id: toValue(id) })), requestPolicy: 'network-only' });

  function accept(read: Operation): void {
    newest.value = newest.value?.id === read.id ? newerOf(newest.value, read) : read;
  }
  watch(data, (answer) => {
    if (answer?.node?.__typename === 'BulkOperation') accept(answer.node);
  }, { immediate: true });
  useLive(OperationSubscription, {
    key: () => toValue(id),
    variables: () => ({ id: toValue(id) }),
    onData: ({ bulkOperation }) => accept(bulkOperation),
  });

  const operation = computed(() => (newest.value?.id === toValue(id) ? newest.value : null));
  const isMissing = computed(() => data.value !== undefined && data.value.node?.__typename !== 'BulkOperation' && operation.value === null);

  return { operation, error, isMissing, accept, refresh: () => executeQuery({ requestPolicy: 'network-only' }) };
}
