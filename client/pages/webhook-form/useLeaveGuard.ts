import { useEventListener } from '@vueuse/core';
import { ref, toValue, type MaybeRefOrGetter } from 'vue';
import { onBeforeRouteLeave } from 'vue-router';

/** Asks before unsaved work is left, in the console by a dialog (`isAsked`) and by the browser when the tab closes. */
export function useLeaveGuard(isUnsaved: MaybeRefOrGetter<boolean>) {
  const isAsked = ref(false);
  let answer: (mayLeave: boolean) => void = () => undefined;

  onBeforeRouteLeave(() => {
    if (!toValue(isUnsaved)) return true;
    isAsked.value = true;
    return new Promise<boolean>((resolve) => { answer = resolve; });
  });
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
