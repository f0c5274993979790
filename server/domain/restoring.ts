import { DAY_MS } from './time.ts';

/** How long a deletion can be undone. */
export const RESTORABLE_MS = 30 * DAY_MS;

/** Until when a webhook that was deleted then can be restored; ms since the epoch, as all moments here. */
export const restorableUntil = (deletedAt: number): number => deletedAt + RESTORABLE_MS;

/** What was deleted after this moment can be restored now. */
export const restorableSince = (now: number): number => now - RESTORABLE_MS;
