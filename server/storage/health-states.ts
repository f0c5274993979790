import { In, IsNull } from 'typeorm';
import { circuitState, type CircuitState } from '../domain/circuit.ts';
import { floorTo } from '../domain/stats-range.ts';
import { DAY_MS, HOUR_MS } from '../domain/time.ts';
import { judgeHealth, type HealthState } from '../domain/webhook-health.ts';
import { ToldHealth } from './entities/webhook-change.ts';
import { Webhook } from './entities/webhook.ts';
import type { Scope } from './repositories/conditions.ts';
import { sumSuccesses } from './repositories/stat-series.ts';
import { findQueues } from './repositories/stats.ts';
import { webhookIdsOf, type WebhookFilter } from './repositories/webhooks.ts';
import { lockClause, run, selectIn } from './rows.ts';
import { isDuplicate, type Store } from './store.ts';
import { logWebhookChange } from './webhook-log-rows.ts';

/** What `Webhook.health` of 24 hours says of a webhook; `trips` tells one opening of its circuit from the next. */
interface Standing { readonly state: HealthState; readonly circuit: CircuitState; readonly trips: number }

/** In the order of the ids. */
async function standingsOf(store: Pick<Store, 'reader'>, ids: readonly string[], now: number): Promise<Map<string, Standing>> {
  const [successes, queues] = await Promise.all([sumSuccesses(store, ids, floorTo(now - DAY_MS, HOUR_MS)), findQueues(store, ids)]);
  const queueOf = new Map(queues.map((queue) => [queue.webhookId, queue]));
  return new Map(ids.map((id) => {
    const queue = queueOf.get(id);
    const { attempts, succeeded } = successes.get(id) ?? { attempts: 0, succeeded: 0 };
    const trips = queue?.circuitTrips ?? 0;
    const circuit = circuitState({ trips, retryAt: queue?.circuitRetryAt ?? null }, now);
    const { state } = judgeHealth({
      attemptCount: attempts, succeededCount: succeeded, consecutiveFailures: queue?.consecutiveFailures ?? 0, topFailure: null, isCircuitClosed: circuit === 'CLOSED',
    });
    return [id, { state, circuit, trips }];
  }));
}

const NEVER_TOLD = wordsOf({ state: 'IDLE', circuit: 'CLOSED', trips: 0 });

/** Adds to the log of changes those of these webhooks whose health is not what was told last; returns how many. */
export async function tellHealth(store: Store, ids: readonly string[], now: number): Promise<number> {
  const standings = await standingsOf(store, ids, now);
  const told = new Map((await store.reader.findBy(ToldHealth, { webhookId: In([...ids]) })).map(({ webhookId, state }) => [webhookId, state]));
  const changed = ids.filter((id) => wordsOf(standings.get(id)!) !== (told.get(id) ?? NEVER_TOLD));
  if (changed.length === 0) return 0;
  const webhooks = await store.reader.findBy(Webhook, { id: In(changed), deletedAt: IsNull() });
  let count = 0;
  // Each in a transaction of its own: who changes webhooks of the account waits for it.
  for (const webhook of webhooks) if (await tell(store, webhook, { words: wordsOf(standings.get(webhook.id)!), now })) count += 1;
  return count;
}

/** False when another process was first. */
function tell(store: Store, webhook: Webhook, { words, now }: { words: string; now: number }): Promise<boolean> {
  const telling = store.write(async (tx) => {
    const [told] = await selectIn<{ state: string }>(tx, 'SELECT state FROM webhook_health WHERE webhookId', [webhook.id], lockClause(tx, 'FOR UPDATE'));
    if ((told?.state ?? NEVER_TOLD) === words) return false;
    await logWebhookChange(tx, webhook, { kind: 'HEALTH', at: now });
    if (told) await run(tx, 'UPDATE webhook_health SET state = ? WHERE webhookId = ?', [words, webhook.id]);
    else await run(tx, 'INSERT INTO webhook_health (webhookId, state) VALUES (?, ?)', [webhook.id, words]);
    return true;
  });
  return telling.catch((error: unknown) => {
    if (isDuplicate(error)) return false;
    throw error;
  });
}

/** Webhooks of which something else than idleness was told: time alone may change that. The next ones after an id. */
export async function toldOf({ reader }: Pick<Store, 'reader'>, after: string, limit: number): Promise<string[]> {
  const rows = await reader.query(`SELECT webhookId FROM webhook_health WHERE webhookId > ? ORDER BY webhookId LIMIT ${limit}`, [after]) as { webhookId: string }[];
  return rows.map(({ webhookId }) => webhookId);
}

function wordsOf({ state, circuit, trips }: Standing): string {
  return `${state} ${circuit} ${trips}`;
}

/** The webhooks of a list that are in one of these states. An account has a few thousand at most. */
export async function idsInHealth(
  store: Pick<Store, 'reader'>, scope: Scope, { filter, states, now }: { filter: WebhookFilter; states: readonly HealthState[]; now: number },
): Promise<string[]> {
  const ids = await webhookIdsOf(store, scope, filter);
  const standings = await standingsOf(store, ids, now);
  return ids.filter((id) => states.includes(standings.get(id)!.state));
}
