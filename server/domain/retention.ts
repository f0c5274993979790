import { DAY_MS } from './time.ts';

/** How long a repeated idempotency key returns the first event; the event is kept as long, whatever the retention. */
export const KEY_LIFETIME_MS = 7 * DAY_MS;

/** How long things are kept after the last that happened to them. Nothing is removed while a delivery is not finished. */
export interface Retention {
  /** Events, deliveries and attempts. */
  readonly factsMs: number;
  /** Bodies of events, and what attempts sent and got; not longer than the facts. */
  readonly bodiesMs: number;
}

/** What is older than these moments (ms since the epoch) may be removed. */
export interface Cutoffs { readonly bodies: number; readonly facts: number; readonly events: number }

export function cutoffsOf({ factsMs, bodiesMs }: Retention, now: number): Cutoffs {
  return { bodies: now - bodiesMs, facts: now - factsMs, events: now - Math.max(factsMs, KEY_LIFETIME_MS) };
}
