import { useColorMode } from '@vueuse/core';

export type Theme = 'auto' | 'light' | 'dark';

/** The theme of this browser; `auto` follows the system. `public/theme.js` applies it before the first paint. */
export function useTheme() {
  const { store: theme } = useColorMode();
  return { theme };
}
