import type { EntityManager } from 'typeorm';
import { pacedTimes, type LeftReason, type SkipCounts } from '../domain/bulk-operation.ts';
import { insertReplays } from '../storage/bulk-rows.ts';
import type { BulkTarget } from '../storage/bulk-targets.ts';
import type { BulkOperation } from '../storage/entities/bulk-operation.ts';
import { UNLEASED, type Delivery } from '../storage/entities/delivery.ts';
import { insertDeliveries } from '../storage/publish-rows.ts';
import { findEvents, type EventFacts } from '../storage/repositories/events.ts';
import type { AccountWebhooks, CachedWebhook } from '../storage/webhook-directory.ts';
import { newDelivery, plan } from './route-event.ts';

/** What a step has done to its items; `paceAt` is when the next paced request is due. */
export interface Handled { succeeded: number; skips: SkipCounts; paceAt: number }

export interface ReplayStep {
  targets: readonly BulkTarget[];
  /** Events whose bodies are held until the transaction ends. */
  sendable: ReadonlySet<string>;
  webhooks: AccountWebhooks;
  /** Source ids that the content filter of their webhook refused. */
  refused: ReadonlySet<string>;
  now: number;
}

/** Makes a new delivery of each target that can be sent, and counts why the others were left alone. */
export async function replayTargets(tx: EntityManager, operation: BulkOperation, { targets, sendable, webhooks, refused, now }: ReplayStep): Promise<Handled> {
  const events = await eventsOfTargets(tx, operation, sendable);
  const skips: Partial<Record<LeftReason, number>> = {};
  const repeats: { target: BulkTarget; event: EventFacts; webhook: CachedWebhook }[] = [];
  for (const target of targets) {
    const webhook = webhooks.byId(operation.plan.targetWebhookId ?? target.webhookId);
    const event = events.get(target.eventId) ?? null;
    const reason = reasonToSkip(operation, { target, event, webhook }) ?? (isRefused(target, refused) ? 'FILTERED' : null);
    if (reason !== null) skips[reason] = (skips[reason] ?? 0) + 1;
    else repeats.push({ target, event: event!, webhook: webhook! });
  }
  const { times, next } = pacedTimes(repeats.length, { start: operation.paceAt, now, perSecond: operation.plan.maxRequestsPerSecond });
  const deliveries = repeats.map(({ event, webhook }, index) => repeatOf(operation, { event, webhook, now, dueAt: times[index]! }));
  await insertDeliveries(tx, deliveries);
  await insertReplays(tx, repeats.map(({ target }, index) => ({
    operationId: operation.id, sourceId: target.sourceId, deliveryId: deliveries[index]!.id, replayOf: target.delivery?.id ?? null,
  })));
  return { succeeded: deliveries.length, skips, paceAt: next };
}

/** Those that can still be sent, within what the starter of the operation may touch. */
async function eventsOfTargets(tx: EntityManager, { accountId, environments }: BulkOperation, sendable: ReadonlySet<string>): Promise<Map<string, EventFacts>> {
  return new Map((await findEvents({ reader: tx }, { accountId, environments }, [...sendable])).map((event) => [event.id, event]));
}

/** What was sent by hand since the filter was asked is let through. */
const isRefused = ({ sourceId, delivery }: BulkTarget, refused: ReadonlySet<string>) => refused.has(sourceId) && (delivery === null || delivery.status === 'SKIPPED');

interface Candidate { target: BulkTarget; event: EventFacts | null; webhook: CachedWebhook | null }

function reasonToSkip({ plan: { selection, onlyUnsuccessful } }: BulkOperation, { target, event, webhook }: Candidate): LeftReason | null {
  const status = target.delivery?.status;
  if (selection.kind !== 'missedSince') {
    if (status === undefined) return 'GONE';
    if (onlyUnsuccessful && status !== 'FAILED' && status !== 'SKIPPED') return 'SUCCESSFUL';
  }
  if (!event) return 'EVENT_GONE';
  if (event.isTest) return 'TEST';
  if (!webhook) return 'WEBHOOK_GONE';
  if (webhook.environment !== event.environment) return 'WEBHOOK_MOVED';
  return webhook.isActive ? null : 'WEBHOOK_INACTIVE';
}

/** Waits to be claimed, like any other: the claim loop and its fairness decide when it is sent. */
function repeatOf({ createdBy }: BulkOperation, { event, webhook, now, dueAt }: { event: EventFacts; webhook: CachedWebhook; now: number; dueAt: number }): Delivery {
  const delivery: Delivery = { ...newDelivery(event, webhook, now), trigger: 'REPLAY', triggeredBy: createdBy, leaseOwner: UNLEASED };
  plan(delivery, dueAt);
  delivery.nextAttemptAt = dueAt;
  return delivery;
}
