import type { TypedDocumentNode } from '@urql/core';
import { onScopeDispose, toValue, watch, type MaybeRefOrGetter } from 'vue';
import { live } from '../urql.ts';
import type { LiveHandlers } from '../live-connection.ts';

interface LiveOptions<Data, Variables> extends Partial<LiveHandlers<Data>> {
  /** Asked when the stream starts and again at each reconnect: give the last cursor here to resume without a gap. */
  variables: () => Variables;
  /** The stream restarts when this changes (a filter, an id) and rests while it is null. */
  key?: MaybeRefOrGetter<string | null>;
}

/** Holds a subscription open while the component lives. Its data bypasses the cache of the queries. */
export function useLive<Data, Variables>(
  document: TypedDocumentNode<Data, Variables>,
  { variables, key = 'always', onData = () => undefined, onError = () => undefined }: LiveOptions<Data, Variables>,
): void {
  let stop = () => {};

  watch(() => toValue(key), (current) => {
    stop();
    stop = current === null ? () => {} : live.subscribe(document, variables, { onData, onError });
  }, { immediate: true });

  onScopeDispose(() => stop());
}
