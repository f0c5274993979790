import { useLocalStorage } from '@vueuse/core';

/** What the wall does beside showing; nothing of it unless it is switched on. */
export interface WallSettings {
  /** A notice of the browser when a delivery fails. */
  hasNotices: boolean;
  hasSound: boolean;
  /** Failures are said to screen readers one by one. */
  isSpoken: boolean;
  /** The webhooks that this is about; all when empty. */
  webhookIds: string[];
}

const DEFAULTS: WallSettings = { hasNotices: false, hasSound: false, isSpoken: false, webhookIds: [] };

/** Kept in this browser. */
export const useWallSettings = () => useLocalStorage<WallSettings>('keybell-wall', { ...DEFAULTS }, { mergeDefaults: true });
