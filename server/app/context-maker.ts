import { version } from '../../package.json';
import type { Doors } from '../auth/doors.ts';
import { originOf, type GraphqlContext } from '../graphql/context.ts';
import { CostBudget } from '../graphql/cost-budget.ts';
import { createLoaders } from '../graphql/loaders.ts';
import type { CallerFacts } from '../http/graphql-endpoint.ts';
import { timeIsOver } from '../http/operation-time.ts';
import { AttemptLog } from '../live/attempt-log.ts';
import { WebhookLog } from '../live/webhook-log.ts';
import type { Base, Engine } from './base.ts';

/** Makes the context of a request from what is known of its caller. Each request has one made: it names its members, for to spread objects costs more than all the rest. */
export function contextMaker({ config, store, clock, hub, webhookHub, publicUrl }: Base, engine: Engine, doors: Doors) {
  const ms = config.operationMs;
  const deps = { ...engine.deps, store: store.withReadLimit({ ms, reason: () => timeIsOver(ms) }) };
  const live = new AttemptLog({ store, hub, clock });
  const budget = new CostBudget({ restoreRate: config.costPerSecond, clock });
  const webhookLog = new WebhookLog({ store, hub: webhookHub, clock });
  const service = { version, sourceAddresses: config.sourceAddresses, canSendEmail: config.mail !== null, get publicUrl() { return publicUrl(); } };
  return ({ viewer: whose, requestId, ip, userAgent, idempotencyKey, setSession, waiting }: CallerFacts): GraphqlContext => {
    const viewer = whose && Object.assign({}, whose, { origin: originOf({ ip, userAgent, requestId }) });
    const loaders = createLoaders(deps, viewer, waiting);
    return { viewer, requestId, ip, userAgent, idempotencyKey, setSession, waiting, deps, doors, live, webhookLog, budget, service, loaders };
  };
}
