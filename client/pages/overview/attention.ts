import type { OverviewState, TroubledWebhook } from './overview.queries.ts';

const MOST = 10;
const RANKS: Record<string, number> = { FAILING: 0, DEGRADED: 2 };

/** Switched off by the server comes between failing and degraded: it gets nothing, and somebody has to decide. */
const rank = ({ status, health }: TroubledWebhook) => (status === 'INACTIVE' ? 1 : RANKS[health.state] ?? 3);

/** Webhooks that somebody should look at, the worst first. Those switched off by hand are as somebody wanted them. */
export function needingAttention({ troubled, inactive }: Pick<OverviewState, 'troubled' | 'inactive'>): TroubledWebhook[] {
  const switchedOff = inactive.nodes.filter(({ statusReason }) => statusReason !== 'MANUAL');
  return [...troubled.nodes, ...switchedOff].sort((one, other) => rank(one) - rank(other)).slice(0, MOST);
}
