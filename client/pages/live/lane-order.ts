import type { LaneSummary } from './lane-board.ts';
import type { LaneWebhook } from './live.queries.ts';

/** A lane with what its webhook is like and how its last minute was. */
export interface ShownLane {
  webhook: LaneWebhook;
  summary: LaneSummary;
}

const STATE_RANK: Record<LaneWebhook['health']['state'], number> = { FAILING: 3, DEGRADED: 2, HEALTHY: 1, IDLE: 0 };

/** How bad a lane is: a webhook that is rested comes first, then by what fails now, then by the state of the last hour. */
function badness({ webhook, summary }: ShownLane): readonly number[] {
  if (webhook.status === 'INACTIVE') return [-1];
  return [webhook.health.circuit === 'CLOSED' ? 0 : 1, 1 - (summary.successRate ?? 1), STATE_RANK[webhook.health.state], summary.perSecond];
}

function compare(one: readonly number[], other: readonly number[]): number {
  for (let index = 0; index < Math.max(one.length, other.length); index++) {
    const difference = (other[index] ?? 0) - (one[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The worst first; equals by name, so that healthy lanes stay where they are. */
export function worstFirst<Shown extends ShownLane>(lanes: readonly Shown[]): Shown[] {
  return [...lanes].sort((one, other) => compare(badness(one), badness(other)) || one.webhook.name.localeCompare(other.webhook.name));
}
