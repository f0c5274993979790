import type { EntityManager } from 'typeorm';
import { changedFields } from '../domain/audit.ts';
import { problem, RefusedError } from '../domain/errors.ts';
import { noteAudit } from '../storage/audit-rows.ts';
import { Delivery, DUE_URGENTLY, UNLEASED } from '../storage/entities/delivery.ts';
import { Webhook } from '../storage/entities/webhook.ts';
import { holdBodies } from '../storage/event-bodies.ts';
import { takeNewPlace } from '../storage/place-rows.ts';
import { lockQueue, wakeQueues } from '../storage/webhook-rows.ts';
import { checkKey } from './publish-event.ts';
import { auditTarget } from './audit-delivery.ts';
import type { Caller } from './caller.ts';
import type { CommandDeps } from './deps.ts';

export interface RetryDeliveryInput {
  id: string;
  /** Of a delivery that had given up: start its planned retries again. */
  resumeRetries: boolean;
  idempotencyKey?: string | null;
}

export interface RetriedDelivery { delivery: Delivery; isIdempotentReplay: boolean }

/**
 * Asks for one more attempt now: same event id, next attempt number. Planned retries stay planned, and a failure of this attempt
 * leaves the delivery as it was, unless its retries are to be resumed.
 */
export async function retryDelivery(deps: CommandDeps, caller: Caller, input: RetryDeliveryInput): Promise<RetriedDelivery> {
  const retried = await deps.store.write((tx) => askForAttempt(tx, caller, { input, now: deps.clock() }));
  if (!retried.isIdempotentReplay) {
    deps.intake.wake();
    deps.announceChange();
  }
  return retried;
}

async function askForAttempt(tx: EntityManager, caller: Caller, { input, now }: { input: RetryDeliveryInput; now: number }): Promise<RetriedDelivery> {
  const delivery = await lockDelivery(tx, caller, input.id);
  const problems = [...(delivery ? [] : notFound().problems), ...(input.idempotencyKey == null ? [] : checkKey(input.idempotencyKey))];
  if (!delivery || problems.length > 0) throw new RefusedError(problems);
  if (input.idempotencyKey && delivery.manualKey === input.idempotencyKey) return { delivery, isIdempotentReplay: true };
  await refuseWhenImpossible(tx, delivery);
  const change = {
    ...(input.resumeRetries && delivery.status === 'FAILED' ? resumed(now) : { isManualRequested: true, dueAt: DUE_URGENTLY }),
    manualKey: input.idempotencyKey ?? null, triggeredBy: caller.actorId, leaseOwner: UNLEASED, revision: delivery.revision + 1,
  };
  if (change.dueAt !== DUE_URGENTLY) await takeNewPlace(tx, { ...delivery, ...change });
  await tx.update(Delivery, { id: delivery.id }, change);
  await wakeQueues(tx, [delivery.webhookId], change.dueAt);
  const { resumeRetries } = input;
  await noteAudit(tx, caller, { action: 'delivery.retry', target: auditTarget(delivery), changes: changedFields(null, { resumeRetries }), at: now });
  return { delivery: { ...delivery, ...change }, isIdempotentReplay: false };
}

/** From the start of its policy, as if it were new: planned, so it waits while the webhook is inactive or its receiver rests. */
const resumed = (now: number) => ({ status: 'RETRYING' as const, policyStep: 0, nextAttemptAt: now, completedAt: null, dueAt: now });

/** With its queue, see lockQueue; null when it is none of the caller's. */
async function lockDelivery(tx: EntityManager, { accountId, environments }: Caller, id: string): Promise<Delivery | null> {
  const found = await tx.findOneBy(Delivery, { id, accountId });
  if (!found || !environments.includes(found.environment)) return null;
  await lockQueue(tx, found.webhookId);
  const query = tx.createQueryBuilder(Delivery, 'delivery').where({ id });
  return (tx.connection.options.type === 'better-sqlite3' ? query : query.setLock('pessimistic_write')).getOne();
}

async function refuseWhenImpossible(tx: EntityManager, delivery: Delivery): Promise<void> {
  if (delivery.leaseOwner !== null && delivery.leaseOwner !== UNLEASED) {
    throw refusal('INVALID_STATE', 'An attempt of this delivery is running. Wait for its result.');
  }
  if (delivery.isManualRequested) throw refusal('INVALID_STATE', 'An attempt of this delivery was asked for already and starts in a moment.');
  const webhook = await tx.findOneBy(Webhook, { id: delivery.webhookId });
  if (!webhook || webhook.deletedAt !== null) throw refusal('INVALID_STATE', 'The webhook of this delivery was deleted.');
  if (webhook.environment !== delivery.environment) throw refusal('INVALID_STATE', 'The webhook has moved to another environment since.');
  if (!(await holdBodies(tx, [delivery.eventId])).has(delivery.eventId)) {
    throw refusal('CONTENT_EXPIRED', 'The body of this event is past its retention, so there is nothing left to send. Publish a new event.');
  }
}

const refusal = (code: 'NOT_FOUND' | 'INVALID_STATE' | 'CONTENT_EXPIRED', message: string) => new RefusedError([problem(code, message, ['input', 'id'])]);

const notFound = () => refusal('NOT_FOUND', 'There is no such delivery. Finished ones are removed when they are past their retention.');
