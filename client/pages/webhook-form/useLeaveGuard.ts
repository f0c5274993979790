import { useEventListener } from '@vueuse/core';
import { onScopeDispose, ref, toValue, watch, type MaybeRefOrGetter } from 'vue';
import { useRouter, type RouteLocationNormalized } from 'vue-router';
import type { Carried } from './carried.ts';

interface Onward {
  leadsTo: (to: RouteLocationNormalized) => boolean;
  /** What is sent along; null while it is being saved and once that made a secret: who saved meanwhile stays. */
  carried: () => Carried | null;
}

/**
 * Asks before unsaved work is left, on a page or in a drawer over one: in the console by a dialog (`isAsked`), and by the browser when the tab closes.
 * @param onward the page where the work can be gone on with, which asks nothing
 */
export function useLeaveGuard(isUnsaved: MaybeRefOrGetter<boolean>, onward?: Onward) {
  const router = useRouter();
  const home = router.currentRoute.value;
  const isAsked = ref(false);
  let answer: (mayLeave: boolean) => void = () => undefined;
  /** The way to where the work can be gone on with, when there was something to send along as it began. */
  let goesOnAt: RouteLocationNormalized | null = null;

  /** Tabs and filters of the page change its address, but not what is typed. */
  const isHome = ({ path, query }: RouteLocationNormalized) => path === home.path && query.form === home.query.form;

  function ask(): Promise<boolean> {
    answer(false);
    isAsked.value = true;
    return new Promise<boolean>((resolve) => { answer = resolve; });
  }

  onScopeDispose(router.beforeEach((to) => { goesOnAt = onward?.leadsTo(to) && onward.carried() ? to : null; }));
  // Until the script of the next page is there, one can go on typing, and save: only now is it known what would be left.
  onScopeDispose(router.beforeResolve((to, from) => {
    if (!isHome(from) || isHome(to) || !toValue(isUnsaved)) return true;
    if (to !== goesOnAt) return ask();
    const carried = onward?.carried() ?? null;
    if (carried) to.meta.carried = carried;
    return carried !== null;
  }));
  onScopeDispose(() => answer(false));
  // It was saved while the question was open: nothing is left any more.
  watch(() => isAsked.value && !toValue(isUnsaved), (isDone) => { if (isDone) settle(true); });
  useEventListener(window, 'beforeunload', (event) => {
    if (toValue(isUnsaved)) event.preventDefault();
  });

  /** The dialog closed: only its button lets the page go. */
  function settle(mayLeave: boolean): void {
    isAsked.value = false;
    answer(mayLeave);
  }

  return { isAsked, settle };
}
