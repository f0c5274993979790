import { computed, inject, onScopeDispose, provide, ref, watch, type ComputedRef, type InjectionKey } from 'vue';

/** About what a screen shows. */
const FIRST_ROWS = 12;

const WAITED: InjectionKey<() => boolean> = Symbol('waited');

/** Less time than this is left when the browser is about to paint what its user did. */
const CALM_MS = 30;
/** After so long the rows of a list come whenever the browser is idle at all. */
const LONGEST_WAIT_MS = 500;

/** Browsers that cannot tell when they are idle get their chance to paint. */
function whenCalm(task: () => void, giveUpAt: number): void {
  if (!('requestIdleCallback' in globalThis)) {
    setTimeout(task, 50);
    return;
  }
  const look = (deadline: IdleDeadline): void => {
    if (deadline.timeRemaining() >= CALM_MS || performance.now() >= giveUpAt) task();
    else whenCalm(task, giveUpAt);
  };
  requestIdleCallback(look, { timeout: Math.max(50, giveUpAt - performance.now()) });
}

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
 * The first rows of a list are drawn, painted and answer before the others are drawn, when its reader had to wait for it; the others come
 * in turns that double, so that none of them keeps its reader waiting. A list that was there already is drawn whole: its reader may come back to a place far down.
 */
export function useRowsInTurn<Row>(rows: () => Row[]): ComputedRef<Row[]> {
  const count = ref(inject(WAITED, () => false)() ? FIRST_ROWS : Infinity);
  const giveUpAt = performance.now() + LONGEST_WAIT_MS;
  let isGone = false;
  onScopeDispose(() => { isGone = true; });
  function drawMore(): void {
    if (isGone) return;
    count.value = count.value < rows().length ? count.value * 2 : Infinity;
    if (count.value < Infinity) whenCalm(drawMore, giveUpAt);
  }
  if (count.value < Infinity) whenCalm(drawMore, giveUpAt);
  return computed(() => (count.value < rows().length ? rows().slice(0, count.value) : rows()));
}
