import type { EntityManager } from 'typeorm';
import { addSkips, pacedTimes, skipCount, type SkipCounts, type LeftReason } from '../domain/bulk-operation.ts';
import { FilteredEvent } from '../domain/content-filter.ts';
import { SECOND_MS } from '../domain/time.ts';
import { cancelDeliveries, insertReplays, moveOperation, takeOperation } from '../storage/bulk-rows.ts';
import { nextTargets, type BulkTarget } from '../storage/bulk-targets.ts';
import type { BulkOperation } from '../storage/entities/bulk-operation.ts';
import { UNLEASED, type Delivery } from '../storage/entities/delivery.ts';
import { holdBodies } from '../storage/event-bodies.ts';
import { insertDeliveries } from '../storage/publish-rows.ts';
import { findEventBodies, findEvents, type EventFacts } from '../storage/repositories/events.ts';
import type { AccountWebhooks, CachedWebhook } from '../storage/webhook-directory.ts';
import { newDelivery, plan } from './route-event.ts';

/** Items handled in one transaction: few enough that nobody waits long for its locks. */
export const STEP_SIZE = 200;
const PACED_AHEAD_MS = 5 * SECOND_MS;

export interface StepOptions { webhooks: AccountWebhooks; now: number; size: number }

/** What a step has done to its items. */
interface Handled { succeeded: number; skips: SkipCounts; paceAt: number }

/**
 * Handles the next items of an operation and moves its position, all in one transaction: an item is handled once, whoever takes the
 * step and whatever becomes of the process. Returns the operation as it is then; null when it is over or somebody else is at it.
 */
export async function takeStep(tx: EntityManager, operationId: string, options: StepOptions): Promise<BulkOperation | null> {
  const operation = await takeOperation(tx, operationId);
  if (!operation) return null;
  if (operation.status === 'CANCELLING') return move(tx, operation, { status: 'CANCELLED', completedAt: options.now });
  const size = stepSize(operation, options.size);
  const { targets, position } = await nextTargets(tx, operation, size);
  const handled = await handle(tx, operation, { targets, ...options });
  return move(tx, operation, { ...progress(operation, handled, targets.length), position, ...end(targets.length < size, handled, options.now) });
}

/** A paced operation makes deliveries for the next seconds only, so that stopping it stops the requests too. */
function stepSize({ plan: { maxRequestsPerSecond } }: BulkOperation, most: number): number {
  return maxRequestsPerSecond === null ? most : Math.min(most, Math.ceil((maxRequestsPerSecond * PACED_AHEAD_MS) / SECOND_MS));
}

/** Items that came to match after they were counted are items too. */
function progress(operation: BulkOperation, { succeeded, skips }: Handled, count: number): Partial<BulkOperation> {
  const processed = operation.succeededCount + skipCount(operation.skips) + count;
  return {
    succeededCount: operation.succeededCount + succeeded, skips: addSkips(operation.skips, skips), totalCount: Math.max(operation.totalCount, processed),
  };
}

function end(isDone: boolean, { paceAt }: Handled, now: number): Partial<BulkOperation> {
  return { status: isDone ? 'COMPLETED' : 'RUNNING', completedAt: isDone ? now : null, paceAt, turnAt: Math.max(now, paceAt - PACED_AHEAD_MS) };
}

async function move(tx: EntityManager, operation: BulkOperation, change: Partial<BulkOperation>): Promise<BulkOperation> {
  await moveOperation(tx, operation, change);
  return { ...operation, ...change, revision: operation.revision + 1 };
}

interface Step extends StepOptions { targets: readonly BulkTarget[] }

function handle(tx: EntityManager, operation: BulkOperation, step: Step): Promise<Handled> {
  return operation.kind === 'CANCEL' ? cancel(tx, operation, step) : replay(tx, operation, step);
}

async function cancel(tx: EntityManager, { paceAt }: BulkOperation, { targets, now }: Step): Promise<Handled> {
  const there = targets.filter(({ delivery }) => delivery !== null);
  const succeeded = await cancelDeliveries(tx, there.map(({ sourceId }) => sourceId), now);
  const skips = counted({ GONE: targets.length - there.length, NOT_WAITING: there.length - succeeded });
  return { succeeded, skips, paceAt };
}

const counted = (skips: SkipCounts): SkipCounts => Object.fromEntries(Object.entries(skips).filter(([, count]) => count > 0));

async function replay(tx: EntityManager, operation: BulkOperation, { targets, webhooks, now }: Step): Promise<Handled> {
  const events = await eventsOfTargets(tx, operation, targets);
  const skips: Partial<Record<LeftReason, number>> = {};
  const repeats: { target: BulkTarget; event: EventFacts; webhook: CachedWebhook }[] = [];
  for (const target of targets) {
    const webhook = webhooks.byId(operation.plan.targetWebhookId ?? target.webhookId);
    const event = events.get(target.eventId) ?? null;
    const reason = reasonToSkip(operation, { target, event, webhook }) ?? await filterReason(tx, operation, { target, webhook });
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

/** Those that can still be sent; their bodies stay until the transaction has made the deliveries that need them. */
async function eventsOfTargets(tx: EntityManager, { accountId, environments }: BulkOperation, targets: readonly BulkTarget[]): Promise<Map<string, EventFacts>> {
  const ids = await holdBodies(tx, [...new Set(targets.map(({ eventId }) => eventId))]);
  return new Map((await findEvents({ reader: tx }, { accountId, environments }, [...ids])).map((event) => [event.id, event]));
}

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

/** The filter as it is now is asked about what was never let through. What was, or is named by its id, goes whatever the filter says. */
async function filterReason(
  tx: EntityManager, { plan: { selection } }: BulkOperation, { target: { eventId, delivery }, webhook }: Pick<Candidate, 'target' | 'webhook'>,
): Promise<LeftReason | null> {
  if (!webhook?.filter || selection.kind === 'ids' || (delivery !== null && delivery.status !== 'SKIPPED')) return null;
  const bodies = await findEventBodies({ reader: tx }, [eventId]);
  return webhook.filter.judge(new FilteredEvent(bodies.get(eventId) ?? '{}')).outcome === 'ACCEPTED' ? null : 'FILTERED';
}

/** Waits to be claimed, like any other: the claim loop and its fairness decide when it is sent. */
function repeatOf({ createdBy }: BulkOperation, { event, webhook, now, dueAt }: { event: EventFacts; webhook: CachedWebhook; now: number; dueAt: number }): Delivery {
  const delivery: Delivery = { ...newDelivery(event, webhook, now), trigger: 'REPLAY', triggeredBy: createdBy, leaseOwner: UNLEASED };
  plan(delivery, dueAt);
  delivery.nextAttemptAt = dueAt;
  return delivery;
}
