import type { ShownSecret } from './webhook-detail.queries.ts';

/** When nothing ends in the future, now stands here, so that it is seen that the current secret goes on. */
const NOW_SHARE = 0.92;
const SHORTEST_SPAN_MS = 3_600_000;

export interface SecretBar {
  secret: ShownSecret;
  /** Places of its ends on the axis, 0 to 1. */
  start: number;
  end: number;
  /** No end is known: it goes on. */
  isOpen: boolean;
}

export interface SecretTimeline {
  /** Ends of the axis in ms since epoch. */
  from: number;
  to: number;
  /** Place of now, 0 to 1. */
  now: number;
  bars: SecretBar[];
}

/** The secrets of a webhook on one axis of time, the current one first. `now` in ms since epoch. */
export function secretTimeline(secrets: readonly ShownSecret[], now: number): SecretTimeline {
  const starts = secrets.map(({ createdAt }) => Date.parse(createdAt));
  const from = Math.min(now - SHORTEST_SPAN_MS, ...starts);
  const latest = Math.max(now, ...secrets.map(({ expiresAt }) => (expiresAt === null ? now : Date.parse(expiresAt))));
  const to = Math.max(latest, from + (now - from) / NOW_SHARE);
  const place = (at: number) => Math.min(1, Math.max(0, (at - from) / (to - from)));
  const bars = secrets.map((secret) => ({
    secret,
    start: place(Date.parse(secret.createdAt)),
    end: secret.expiresAt === null ? 1 : place(Date.parse(secret.expiresAt)),
    isOpen: secret.expiresAt === null,
  }));
  return { from, to, now: place(now), bars };
}
