import type { ShownHealth } from '../../lib/status.ts';
import { waitText } from '../../lib/iso-duration.ts';
import type { LaneSummary } from './lane-board.ts';
import type { ShownLane } from './lane-order.ts';
import type { LaneWebhook } from './live.queries.ts';

/** State of a lane: the last hour's, unless nothing came in the hour but something in this minute. */
export function stateOf({ webhook, summary }: ShownLane): ShownHealth {
  if (webhook.status === 'INACTIVE') return 'OFF';
  if (webhook.health.state !== 'IDLE' || summary.count === 0) return webhook.health.state;
  return summary.failed > 0 ? 'DEGRADED' : 'HEALTHY';
}

/** `12.4/s`; nothing without attempts. */
export function rateText({ perSecond, count }: LaneSummary): string {
  if (count === 0) return '';
  return `${perSecond.toFixed(perSecond < 0.1 ? 2 : 1)}/s`;
}

/** `99.86 %`. Never rounded up to a hundred. */
export function successText({ successRate }: LaneSummary): string {
  if (successRate === null) return '–';
  return successRate === 1 ? '100 %' : `${(Math.floor(successRate * 10_000) / 100).toFixed(2)} %`;
}

/** What the picture of a lane shows, for those who do not see it. */
export function laneDescription({ count, failed }: LaneSummary): string {
  return count === 0 ? 'No attempt in the last minute' : `${count} attempts in the last minute, ${failed} failed`;
}

/** Why nothing comes. `now` in ms since epoch. */
export function restText({ circuit, circuitRetryAt }: LaneWebhook['health'], now: number): string {
  if (circuit === 'HALF_OPEN') return 'Circuit half open, a probe decides';
  const waitMs = circuitRetryAt ? Date.parse(circuitRetryAt) - now : 0;
  return waitMs > 1_000 ? `Circuit open, probe in ${waitText(waitMs)}` : 'Circuit open, probe is due';
}
