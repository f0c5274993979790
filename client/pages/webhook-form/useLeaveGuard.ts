import { useEventListener } from '@vueuse/core';
import { onScopeDispose, ref, toValue, type MaybeRefOrGetter } from 'vue';
import { useRouter, type RouteLocationNormalized } from 'vue-router';

/**
 * Asks before unsaved work is left, on a page or in a drawer over one: in the console by a dialog (`isAsked`), and by the browser when the tab closes.
 * @param carryTo sends the work along where it can be gone on with, and is true if so: nothing is left then
 */
export function useLeaveGuard(isUnsaved: MaybeRefOrGetter<boolean>, carryTo: (to: RouteLocationNormalized) => boolean = () => false) {
  const router = useRouter();
  const home = router.currentRoute.value;
  const isAsked = ref(false);
  let answer: (mayLeave: boolean) => void = () => undefined;

  /** Tabs and filters of the page change its address, but not what is typed. */
  const isHome = ({ path, query }: RouteLocationNormalized) => path === home.path && query.form === home.query.form;

  onScopeDispose(router.beforeEach((to, from) => {
    if (!isHome(from) || isHome(to) || !toValue(isUnsaved) || carryTo(to)) return true;
    isAsked.value = true;
    return new Promise<boolean>((resolve) => { answer = resolve; });
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
