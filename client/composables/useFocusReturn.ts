import { watch, type Ref } from 'vue';

/** What has the focus. An entry of a menu goes with its menu: the button that opened the menu stands for it. */
function opener(): HTMLElement | null {
  const active = document.activeElement;
  const menu = active?.closest('[role="menu"]');
  if (menu) return document.getElementById(menu.getAttribute('aria-labelledby') ?? '');
  return active instanceof HTMLElement && active !== document.body ? active : null;
}

/** Where the focus goes when a dialog closes: back to what opened it, or to the page when that is gone. */
export function useFocusReturn(open: Readonly<Ref<boolean>>) {
  let from: HTMLElement | null = null;

  watch(open, (isOpen) => { if (isOpen) from = opener(); }, { immediate: true, flush: 'sync' });

  /** For what the dialog does away with: it would take the focus along. */
  function forget(): void {
    from = null;
  }

  function giveBack(event: Event): void {
    event.preventDefault();
    const active = document.activeElement;
    // What closed together with this dialog may have given the focus back already.
    const isTaken = active !== document.body && !(event.target as Node).contains(active);
    if (from?.isConnected) from.focus({ preventScroll: true });
    else if (!isTaken) document.getElementById('main')?.focus({ preventScroll: true });
  }

  return { giveBack, forget };
}
