import { useEventListener } from '@vueuse/core';
import { onScopeDispose, ref, toValue, type MaybeRefOrGetter } from 'vue';
import { useRouter, type RouteLocationNormalized } from 'vue-router';
import type { Carried } from './carried.ts';

/**
 * Asks before unsaved work is left, on a page or in a drawer over one: in the console by a dialog (`isAsked`), and by the browser when the tab closes.
 * @param carriedTo what is sent along where the work can be gone on with: nothing is left then
 */
export function useLeaveGuard(isUnsaved: MaybeRefOrGetter<boolean>, carriedTo: (to: RouteLocationNormalized) => Carried | null = () => null) {
  const router = useRouter();
  const home = router.currentRoute.value;
  const isAsked = ref(false);
  /** The way to where the work is gone on with. */
  let onward: RouteLocationNormalized | null = null;
  let answer: (mayLeave: boolean) => void = () => undefined;

  /** Tabs and filters of the page change its address, but not what is typed. */
  const isHome = ({ path, query }: RouteLocationNormalized) => path === home.path && query.form === home.query.form;

  onScopeDispose(router.beforeEach((to, from) => {
    if (!isHome(from) || isHome(to)) return true;
    onward = carriedTo(to) && to;
    if (onward || !toValue(isUnsaved)) return true;
    isAsked.value = true;
    return new Promise<boolean>((resolve) => { answer = resolve; });
  }));
  // Until the script of the next page is there, one can go on typing, and save: only now is it known what to send along, and whether to go at all.
  onScopeDispose(router.beforeResolve((to) => {
    if (to !== onward) return true;
    const carried = carriedTo(to);
    if (carried && toValue(isUnsaved)) to.meta.carried = carried;
    return carried !== null;
  }));
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
