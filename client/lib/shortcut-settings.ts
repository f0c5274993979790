import { useLocalStorage } from '@vueuse/core';
import { computed } from 'vue';
import { SHORTCUT_IDS, STANDARD_KEYS, type Keys, type ShortcutId } from './shortcuts.ts';

interface Stored {
  isOn: boolean;
  /** Only those that differ from the standard; empty is none. */
  keys: Partial<Record<ShortcutId, Keys>>;
}

/** Single letters can be switched off and changed, as WCAG 2.1.4 asks: somebody who dictates would press them without meaning to. */
export const shortcutSettings = useLocalStorage<Stored>('keybell-shortcuts', { isOn: true, keys: {} }, { mergeDefaults: true });

export const shortcutKeys = computed<Record<ShortcutId, Keys>>(() => ({ ...STANDARD_KEYS, ...shortcutSettings.value.keys }));

/** Key presses made by the console in place of a changed key. */
const standIns = new WeakSet<KeyboardEvent>();

/** Presses the standard key of a shortcut for whoever listens to it on this page. */
export function pressStandardKey(id: ShortcutId, target: EventTarget = document.body): void {
  const event = new KeyboardEvent('keydown', { key: STANDARD_KEYS[id], bubbles: true, cancelable: true });
  standIns.add(event);
  target.dispatchEvent(event);
}

/** Whether the key may do what it does by standard: pages listen to the standard keys, and a changed one is pressed for them by the shell. */
export function isKeyInUse(event: KeyboardEvent): boolean {
  if ([...event.key].length !== 1 || standIns.has(event)) return true;
  if (!shortcutSettings.value.isOn) return false;
  const key = event.key.toLowerCase();
  return SHORTCUT_IDS.every((id) => STANDARD_KEYS[id] !== key || shortcutKeys.value[id] === key);
}
