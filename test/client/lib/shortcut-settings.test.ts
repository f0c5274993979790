import { nextTick } from 'vue';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { isPlainKey } from '../../../client/lib/plain-key.ts';
import { pressStandardKey, shortcutSettings } from '../../../client/lib/shortcut-settings.ts';

afterEach(() => { shortcutSettings.value = { isOn: true, keys: {} }; });

function pressed(key: string): KeyboardEvent {
  return new KeyboardEvent('keydown', { key });
}

describe('the keys of a page', () => {
  it('count while shortcuts are on, and not while they are off', async () => {
    expect(isPlainKey(pressed('j'))).toBe(true);
    shortcutSettings.value = { isOn: false, keys: {} };
    await nextTick();
    expect(isPlainKey(pressed('j'))).toBe(false);
    expect(isPlainKey(pressed('Escape'))).toBe(true);
  });

  it('do not count when they were changed to others', () => {
    shortcutSettings.value = { isOn: true, keys: { nextRow: 'm' } };
    expect(isPlainKey(pressed('j'))).toBe(false);
    expect(isPlainKey(pressed('k'))).toBe(true);
  });

  it('are pressed by the console in place of the changed one', () => {
    shortcutSettings.value = { isOn: true, keys: { nextRow: 'm' } };
    const listener = vi.fn((event: Event) => isPlainKey(event as KeyboardEvent));
    window.addEventListener('keydown', listener);
    pressStandardKey('nextRow');
    window.removeEventListener('keydown', listener);
    expect(listener).toHaveReturnedWith(true);
  });
});
