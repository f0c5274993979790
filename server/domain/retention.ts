import { DAY_MS } from './time.ts';

/** How long a repeated idempotency key returns the first event; the event is kept as long, whatever the retention. */
export const KEY_LIFETIME_MS = 7 * DAY_MS;

/** How long a repeated request returns its first result. */
export const REQUEST_KEY_LIFETIME_MS = DAY_MS;

/** How long the audit log is kept: more than a year, so that each year can be looked back on. */
export const AUDIT_LIFETIME_MS = 400 * DAY_MS;

/** How long somebody who follows changes of webhooks may be away and miss nothing. */
export const WEBHOOK_CHANGE_LIFETIME_MS = 7 * DAY_MS;

/** How long things are kept after the last that happened to them. Nothing is removed while a delivery is not finished. */
export interface Retention {
  /** Events, deliveries and attempts. */
  readonly factsMs: number;
  /** Bodies of events, and what attempts sent and got; not longer than the facts. */
  readonly bodiesMs: number;
}

/** What an account chose; null is the standard of the server. */
export interface ChosenRetention { readonly retentionMs: number | null; readonly bodyRetentionMs: number | null }

/** What holds for an account: bodies never outlive what they belong to. */
export function effectiveRetention({ retentionMs, bodyRetentionMs }: ChosenRetention, standard: Retention): Retention {
  const factsMs = retentionMs ?? standard.factsMs;
  return { factsMs, bodiesMs: Math.min(bodyRetentionMs ?? standard.bodiesMs, factsMs) };
}

/** What is older than these moments (ms since the epoch) may be removed. */
export interface Cutoffs { readonly bodies: number; readonly facts: number; readonly events: number }

export function cutoffsOf({ factsMs, bodiesMs }: Retention, now: number): Cutoffs {
  return { bodies: now - bodiesMs, facts: now - factsMs, events: now - Math.max(factsMs, KEY_LIFETIME_MS) };
}
