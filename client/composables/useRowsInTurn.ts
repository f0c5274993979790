import { computed, inject, onScopeDispose, provide, ref, watch, type ComputedRef, type InjectionKey } from 'vue';

/** About what a screen shows. */
const FIRST_ROWS = 12;

const WAITED: InjectionKey<() => boolean> = Symbol('waited');

/** Browsers that cannot tell when they are idle get their chance to paint. */
const whenIdle = (task: () => void): void => {
  if ('requestIdleCallback' in globalThis) requestIdleCallback(task, { timeout: 200 });
  else setTimeout(task, 50);
};

/** Lets the first table of a region know whether its reader had to wait for the rows. */
export function useWaiting(hasData: () => boolean): void {
  let hasWaited = false;
  watch(hasData, (has) => { if (!has) hasWaited = true; }, { immediate: true, flush: 'sync' });
  provide(WAITED, () => {
    const answer = hasWaited;
    hasWaited = false;
    return answer;
  });
}

/**
 * The first rows of a list are drawn, painted and answer before the others are drawn, when its reader had to wait for it. One that was
 * there already is drawn whole: its reader may come back to a place far down.
 */
export function useRowsInTurn<Row>(rows: () => Row[]): ComputedRef<Row[]> {
  const isWhole = ref(!inject(WAITED, () => false)());
  let isGone = false;
  onScopeDispose(() => { isGone = true; });
  if (!isWhole.value) whenIdle(() => { if (!isGone) isWhole.value = true; });
  return computed(() => (isWhole.value ? rows() : rows().slice(0, FIRST_ROWS)));
}
