import { circuitState } from '../../domain/circuit.ts';
import { floorTo } from '../../domain/stats-range.ts';
import { DAY_MS, HOUR_MS } from '../../domain/time.ts';
import { judgeHealth, type HealthState } from '../../domain/webhook-health.ts';
import type { Scope } from '../../storage/repositories/conditions.ts';
import { sumSuccesses } from '../../storage/repositories/stat-series.ts';
import { findQueues } from '../../storage/repositories/stats.ts';
import { webhookIdsOf, type WebhookFilter } from '../../storage/repositories/webhooks.ts';
import type { Store } from '../../storage/store.ts';

/** The webhooks of a list that `Webhook.health` of 24 hours finds in one of these states. An account has a few thousand at most. */
export async function idsInHealth(
  store: Pick<Store, 'reader'>, scope: Scope, { filter, states, now }: { filter: WebhookFilter; states: readonly HealthState[]; now: number },
): Promise<string[]> {
  const ids = await webhookIdsOf(store, scope, filter);
  const [successes, queues] = await Promise.all([sumSuccesses(store, ids, floorTo(now - DAY_MS, HOUR_MS)), findQueues(store, ids)]);
  const queueOf = new Map(queues.map((queue) => [queue.webhookId, queue]));
  return ids.filter((id) => {
    const queue = queueOf.get(id);
    const { attempts, succeeded } = successes.get(id) ?? { attempts: 0, succeeded: 0 };
    const { state } = judgeHealth({
      attemptCount: attempts, succeededCount: succeeded, consecutiveFailures: queue?.consecutiveFailures ?? 0, topFailure: null,
      isCircuitClosed: circuitState({ trips: queue?.circuitTrips ?? 0, retryAt: queue?.circuitRetryAt ?? null }, now) === 'CLOSED',
    });
    return states.includes(state);
  });
}
