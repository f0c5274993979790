import { useQuery } from '@urql/vue';
import { useDocumentVisibility, useIntervalFn } from '@vueuse/core';
import { computed, shallowRef, toValue, watch, type MaybeRefOrGetter } from 'vue';
import type { LaneBoard } from './lane-board.ts';
import { worstFirst, type ShownLane } from './lane-order.ts';
import { LanesQuery, type LiveFilter } from './live.queries.ts';

const SUMMARY_EVERY_MS = 1_000;
/** A list that changes its order more often cannot be read. */
const ORDER_EVERY_MS = 5_000;
const HEALTH_EVERY_MS = 5_000;

interface LanesOptions {
  board: LaneBoard;
  filter: MaybeRefOrGetter<LiveFilter>;
  /** Ms since epoch by the server's clock. */
  serverNow: () => number;
  isPaused: MaybeRefOrGetter<boolean>;
}

/** The lanes of all webhooks that the filter lets through, the worst first, with their last minute in numbers. */
export function useLanes({ board, filter, serverNow, isPaused }: LanesOptions) {
  const visibility = useDocumentVisibility();
  const { data, error, executeQuery } = useQuery({
    query: LanesQuery,
    requestPolicy: 'network-only',
    variables: computed(() => ({ filter: { environments: toValue(filter).environments ?? null } })),
  });
  const webhooks = computed(() => {
    const { webhookIds } = toValue(filter);
    return data.value?.webhooks.nodes.filter(({ id }) => !webhookIds || webhookIds.includes(id));
  });

  const lanes = shallowRef<readonly ShownLane[]>([]);
  let order = new Map<string, number>();
  let orderedAt = -Infinity;

  function sum(): void {
    const now = serverNow();
    const summed = (webhooks.value ?? []).map((webhook) => ({ webhook, summary: board.lane(webhook.id).summary(now) }));
    const isNew = summed.some(({ webhook }) => !order.has(webhook.id));
    if (isNew || performance.now() - orderedAt > ORDER_EVERY_MS) {
      order = new Map(worstFirst(summed).map(({ webhook }, place) => [webhook.id, place]));
      orderedAt = performance.now();
    }
    lanes.value = summed.sort((one, other) => order.get(one.webhook.id)! - order.get(other.webhook.id)!);
  }

  const refresh = () => executeQuery({ requestPolicy: 'network-only' });
  watch(webhooks, sum, { immediate: true });
  useIntervalFn(() => { if (!toValue(isPaused)) sum(); }, SUMMARY_EVERY_MS);
  useIntervalFn(() => { if (visibility.value === 'visible') void refresh(); }, HEALTH_EVERY_MS);

  return { lanes, error, hasAnswer: computed(() => webhooks.value !== undefined), refresh };
}
