import { useColorMode } from '@vueuse/core';

export type Theme = 'auto' | 'light' | 'dark';

/**
 * The theme of this browser; `auto` follows the system. `public/theme.js` applies it before the first paint: to apply it again, as each
 * user of it would, has all styles worked out anew.
 */
export function useTheme() {
  const mode = useColorMode({
    onChanged: (shown, apply) => { if (!document.documentElement.classList.contains(shown)) apply(shown); },
  });
  return { mode, theme: mode.store };
}
