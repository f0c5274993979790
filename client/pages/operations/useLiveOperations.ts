import { computed, onScopeDispose, shallowRef, watch, type Ref } from 'vue';
import { live } from '../../urql.ts';
import { isOpen, newerOf } from './operation-state.ts';
import { OperationSubscription, type Operation } from './operations.queries.ts';

/** The rows of a list, those that are still open followed until they have ended. */
export function useLiveOperations(rows: Readonly<Ref<readonly Operation[]>>) {
  const heard = shallowRef<ReadonlyMap<string, Operation>>(new Map());
  const streams = new Map<string, () => void>();

  function hear(operation: Operation): void {
    heard.value = new Map([...heard.value, [operation.id, operation]]);
  }
  function end(id: string): void {
    streams.get(id)?.();
    streams.delete(id);
  }
  function follow(id: string): void {
    streams.set(id, live.subscribe(OperationSubscription, () => ({ id }), {
      onData: ({ bulkOperation }) => hear(bulkOperation),
      onError: () => end(id),
    }));
  }

  const current = computed(() => rows.value.map((row) => {
    const other = heard.value.get(row.id);
    return other ? newerOf(row, other) : row;
  }));
  const openIds = computed(() => current.value.filter(isOpen).map(({ id }) => id).join(' '));

  watch(openIds, (ids) => {
    const wanted = new Set(ids.split(' ').filter(Boolean));
    for (const id of streams.keys()) if (!wanted.has(id)) end(id);
    for (const id of wanted) if (!streams.has(id)) follow(id);
  }, { immediate: true });
  onScopeDispose(() => { for (const id of streams.keys()) end(id); });

  return { operations: current, hear };
}
