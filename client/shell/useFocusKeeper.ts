import { useEventListener, useMutationObserver } from '@vueuse/core';

/** A button that is disabled while it works loses the focus: it gets it back when it is enabled again, unless the reader went elsewhere. */
export function useFocusKeeper(): void {
  let last: EventTarget | null = null;

  useEventListener(document, 'focusin', ({ target }) => { last = target; });
  useMutationObserver(() => document.body, (changes) => {
    const enabled = changes.find(({ target }) => target === last)?.target;
    if (enabled instanceof HTMLButtonElement && !enabled.disabled && document.activeElement === document.body) enabled.focus({ preventScroll: true });
  }, { subtree: true, attributeFilter: ['disabled'] });
}
