import { onKeyStroke } from '@vueuse/core';
import { computed } from 'vue';
import { isTypedInto } from '../lib/plain-key.ts';
import { pressStandardKey, shortcutKeys, shortcutSettings } from '../lib/shortcut-settings.ts';
import { matchKeys, STANDARD_KEYS, type Keys, type ShortcutId } from '../lib/shortcuts.ts';

/** Keys of a sequence that come later than this do not belong together. */
const SEQUENCE_MS = 1_200;

/** The keys of the shortcuts, and whether there are any. */
export function useShortcutSettings() {
  const isOn = computed({
    get: () => shortcutSettings.value.isOn,
    set: (value) => { shortcutSettings.value = { ...shortcutSettings.value, isOn: value }; },
  });

  function setKeys(id: ShortcutId, wanted: Keys): void {
    const { [id]: _, ...others } = shortcutSettings.value.keys;
    shortcutSettings.value = { ...shortcutSettings.value, keys: wanted === STANDARD_KEYS[id] ? others : { ...others, [id]: wanted } };
  }
  function reset(): void {
    shortcutSettings.value = { ...shortcutSettings.value, keys: {} };
  }

  return { isOn, keys: shortcutKeys, setKeys, reset };
}

/**
 * Listens to the shortcuts for the whole console; the shell uses it once. What it does not do itself is for the page, which listens to the
 * standard keys.
 * @param actions false when there was nothing to do
 */
export function useShortcutKeys(actions: Partial<Record<ShortcutId, () => boolean | void>>): void {
  let pressed: string[] = [];
  let lastAt = 0;

  onKeyStroke((event) => {
    if (!shortcutSettings.value.isOn || !event.isTrusted || [...event.key].length !== 1 || isTypedInto(event)) return;
    if (event.timeStamp - lastAt > SEQUENCE_MS) pressed = [];
    lastAt = event.timeStamp;
    pressed = [...pressed, event.key].slice(-2);
    const match = matchKeys(pressed, shortcutKeys.value);
    if (match === 'begun') return;
    pressed = [];
    if (!match) return;
    const { id } = match;
    if (actions[id]) {
      if (actions[id]() !== false) event.preventDefault();
    } else if (shortcutKeys.value[id] !== STANDARD_KEYS[id]) {
      event.preventDefault();
      pressStandardKey(id, event.target ?? document.body);
    }
  });
}
