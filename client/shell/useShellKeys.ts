import { onKeyStroke } from '@vueuse/core';
import { ref } from 'vue';
import { useRouter } from 'vue-router';
import { useShortcutKeys } from '../composables/useShortcuts.ts';
import { useFormAddress } from '../pages/webhooks/useFormAddress.ts';
import { GO_SHORTCUTS } from './go-shortcuts.ts';

/** Puts the cursor into the search of the page; false when it has none. */
function focusSearch(): boolean {
  const field = document.querySelector<HTMLInputElement>('main input[type="search"]');
  field?.focus();
  field?.select();
  return field !== null;
}

/** The keys that work on every page, and the two dialogs that they open. */
export function useShellKeys() {
  const router = useRouter();
  const { newAddress } = useFormAddress();
  const isPaletteOpen = ref(false);
  const isSheetOpen = ref(false);

  onKeyStroke(['k', 'K'], (event) => {
    if (!(event.metaKey || event.ctrlKey) || event.altKey || event.shiftKey) return;
    event.preventDefault();
    isPaletteOpen.value = !isPaletteOpen.value;
  });
  useShortcutKeys({
    ...Object.fromEntries(GO_SHORTCUTS.map(({ id, to }) => [id, () => void router.push(to)])),
    create: () => void router.push(newAddress()),
    help: () => { isSheetOpen.value = true; },
    search: focusSearch,
  });

  return { isPaletteOpen, isSheetOpen };
}
