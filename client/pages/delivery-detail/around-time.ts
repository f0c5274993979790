import type { LocationQuery } from 'vue-router';

/** Before and after the attempt, ms: an outage shows, the rest of the day does not. */
const NEAR_MS = 5 * 60_000;

/** The time around an attempt in ms since the epoch. */
export const aroundTime = (startedAt: string): { from: number; to: number } => ({ from: Date.parse(startedAt) - NEAR_MS, to: Date.parse(startedAt) + NEAR_MS });

/** The address of the list with all attempts of a webhook in that time. */
export function aroundQuery(webhookId: string, startedAt: string): LocationQuery {
  const { from, to } = aroundTime(startedAt);
  return { webhook: webhookId, from: new Date(from).toISOString(), to: new Date(to).toISOString(), env: 'all' };
}

export type AroundVerdict = 'onlyThis' | 'allFailed' | 'someFailed' | 'noneFailed';

/** Whether the webhook was down for all at that time. */
export function aroundVerdict(all: number, failed: number): AroundVerdict {
  if (all <= 1) return 'onlyThis';
  if (failed === 0) return 'noneFailed';
  return failed === all ? 'allFailed' : 'someFailed';
}
