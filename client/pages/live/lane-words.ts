import { t } from '../../i18n.ts';
import type { ShownHealth } from '../../lib/status.ts';
import { waitText } from '../../lib/iso-duration.ts';
import { decimalText, numberText, percentText } from '../../lib/number-format.ts';
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
  return `${decimalText(perSecond, perSecond < 0.1 ? 2 : 1)}/s`;
}

/** `99.86 %`. Never rounded up to a hundred. */
export function successText({ successRate }: LaneSummary): string {
  if (successRate === null) return '–';
  return successRate === 1 ? '100 %' : percentText(Math.floor(successRate * 10_000) / 10_000, 2);
}

/** What the picture of a lane shows, for those who do not see it. */
export function laneDescription({ count, failed }: LaneSummary): string {
  return count === 0 ? t('live.lanes.none') : t('live.lanes.picture', { n: numberText(count), failed: numberText(failed) }, count);
}

/** Why nothing comes. `now` in ms since epoch. */
export function restText({ circuit, circuitRetryAt }: LaneWebhook['health'], now: number): string {
  if (circuit === 'HALF_OPEN') return t('live.lanes.halfOpen');
  const waitMs = circuitRetryAt ? Date.parse(circuitRetryAt) - now : 0;
  return waitMs > 1_000 ? t('live.lanes.open', { wait: waitText(waitMs) }) : t('live.lanes.due');
}
