import type { Finding } from './findings.ts';

/** Receivers refuse older and newer requests by this much, as Standard Webhooks asks: five minutes. */
const TOLERANCE_S = 300;
const SECOND_MS = 1_000;

/**
 * What a receiver would say to the timestamp of a request.
 * @param timestamp of the header, unix seconds
 * @param now in ms since the epoch
 */
export function timestampFindings(timestamp: string | null, now: number): Finding[] {
  if (timestamp === null) return [];
  if (/^\d{13}$/.test(timestamp)) return [{ code: 'timestampMilliseconds' }];
  if (!/^\d{1,11}$/.test(timestamp)) return [{ code: 'timestampUnreadable' }];
  const ageS = Math.round(now / SECOND_MS) - Number(timestamp);
  if (ageS > TOLERANCE_S) return [{ code: 'timestampOld', params: { ageMs: ageS * SECOND_MS } }];
  return ageS < -TOLERANCE_S ? [{ code: 'timestampAhead', params: { ageMs: -ageS * SECOND_MS } }] : [];
}
