import { onKeyStroke } from '@vueuse/core';
import { computed, toValue, type MaybeRefOrGetter } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { isPlainKey } from '../../lib/plain-key.ts';

/** A row as the panel beside the table needs it: the delivery, and the attempt if the row is one. */
export interface OpenableRow {
  deliveryId: string;
  attemptId: string | null;
}

interface OpenRowOptions {
  rows: MaybeRefOrGetter<readonly OpenableRow[]>;
  /** There is room for a panel; otherwise a row opens its own page. */
  hasPanel: MaybeRefOrGetter<boolean>;
}

/** The row that is open beside the table, kept in the address as `?delivery=…&attempt=…`; `j` and `k` walk from row to row. */
export function useOpenRow({ rows, hasPanel }: OpenRowOptions) {
  const route = useRoute();
  const router = useRouter();

  const open = computed<OpenableRow | null>(() => {
    const { delivery, attempt } = route.query;
    if (!toValue(hasPanel) || typeof delivery !== 'string') return null;
    return { deliveryId: delivery, attemptId: typeof attempt === 'string' ? attempt : null };
  });

  function show({ deliveryId, attemptId }: OpenableRow): void {
    const { attempt: _, ...query } = route.query;
    void router.replace({ query: { ...query, delivery: deliveryId, ...(attemptId && { attempt: attemptId }) } });
  }

  function close(): void {
    const { delivery: _, attempt: __, ...query } = route.query;
    void router.replace({ query });
  }

  function step(by: 1 | -1): void {
    const all = toValue(rows);
    const index = all.findIndex(({ deliveryId, attemptId }) => deliveryId === open.value?.deliveryId && (attemptId === null || attemptId === open.value.attemptId));
    const next = index < 0 ? all[0] : all[index + by];
    if (next) show(next);
  }

  const walk = (by: 1 | -1) => (event: KeyboardEvent) => { if (open.value && isPlainKey(event)) step(by); };
  onKeyStroke('j', walk(1));
  onKeyStroke('k', walk(-1));
  onKeyStroke('Escape', (event) => { if (open.value && isPlainKey(event)) close(); });

  return { open, show, close, step };
}
