import { useLocalStorage } from '@vueuse/core';
import { shallowRef, toValue, type MaybeRefOrGetter } from 'vue';
import { useLive } from '../../composables/useLive.ts';
import { NewAttemptsSubscription, type NewAttempt } from './deliveries.queries.ts';
import type { AttemptFilter } from './delivery-filter.ts';

/** Whether lists follow the stream, remembered for this browser. */
export const useLiveSwitch = () => useLocalStorage('keybell-deliveries-live', true);

interface Stream {
  cursor: string;
  filter: AttemptFilter;
  startedFrom: string;
}

interface RowStreamOptions {
  /** False while the switch is off: the place in the stream is kept, so that nothing is lost. */
  isOn: MaybeRefOrGetter<boolean>;
  onAttempts(attempts: readonly NewAttempt[]): void;
}

/** Follows the attempts from where a page was read, and counts those that the server had to leave out. */
export function useRowStream({ isOn, onAttempts }: RowStreamOptions) {
  const stream = shallowRef<Stream | null>(null);
  const skipped = shallowRef(0);

  /** A page was read: the stream goes on from there. Null: there is no page. */
  function startFrom(cursor: string | null, filter: AttemptFilter): void {
    stream.value = cursor === null ? null : { cursor, filter, startedFrom: cursor };
    skipped.value = 0;
  }

  useLive(NewAttemptsSubscription, {
    key: () => (toValue(isOn) && stream.value ? `${stream.value.startedFrom} ${JSON.stringify(stream.value.filter)}` : null),
    variables: () => ({ after: stream.value?.cursor ?? null, filter: stream.value?.filter ?? null }),
    onData: ({ deliveryAttempts: { cursor, attempts, gap } }) => {
      if (stream.value) stream.value = { ...stream.value, cursor };
      if (gap) skipped.value += gap.count;
      onAttempts(attempts);
    },
  });

  return { skipped, startFrom };
}
