import type { EntityManager } from 'typeorm';
import { addSkips, skipCount, type SkipCounts } from '../domain/bulk-operation.ts';
import { SECOND_MS } from '../domain/time.ts';
import { findCandidates, type Found } from '../storage/bulk-candidates.ts';
import { countOn } from '../storage/bulk-counts.ts';
import { cancelDeliveries, moveOperation, takeOperation } from '../storage/bulk-rows.ts';
import { targetsAmong, type BulkTarget } from '../storage/bulk-targets.ts';
import type { BulkOperation } from '../storage/entities/bulk-operation.ts';
import { holdBodies } from '../storage/event-bodies.ts';
import type { Store } from '../storage/store.ts';
import type { AccountWebhooks } from '../storage/webhook-directory.ts';
import { lockQueues } from '../storage/webhook-rows.ts';
import { refusedByFilters } from './bulk-filters.ts';
import { replayTargets, type Handled } from './bulk-replay.ts';

/** Items handled in one transaction: few enough that nobody waits long for its locks. */
export const STEP_SIZE = 200;
const PACED_AHEAD_MS = 5 * SECOND_MS;

/** What is looked up for a step without any lock, and what of it a filter refuses. */
interface Findings extends Found { webhooks: AccountWebhooks; refused: ReadonlySet<string> }

type Change = Partial<BulkOperation>;

/** A step that is ready to be taken, unless the operation has moved on in the meantime. */
export interface Step { operation: BulkOperation; take: (tx: EntityManager, operation: BulkOperation, now: number) => Promise<Change> }

/**
 * Looks for what comes next in an operation. This is most of the work, and none of it is in the transaction: going through rows that
 * do not match, reading bodies, asking content filters.
 */
export async function prepareStep(store: Pick<Store, 'reader'>, operation: BulkOperation, { webhooks, size }: { webhooks: AccountWebhooks; size: number }): Promise<Step> {
  if (operation.status === 'CANCELLING') return { operation, take: async (_tx, _operation, now) => ({ status: 'CANCELLED', completedAt: now }) };
  if (operation.kind === 'EXPORT') return exportStep(store, operation);
  if (operation.status === 'QUEUED' && operation.plan.selection.kind !== 'ids') return countingStep(store, operation);
  const found = await findCandidates(store, operation, stepSize(operation, size));
  const refused = await refusedByFilters(store, operation, { candidates: found.candidates, webhooks });
  return { operation, take: (tx, current, now) => handleFound(tx, current, { ...found, webhooks, refused, now }) };
}

/**
 * Takes a step: handles its items and moves the position of the operation, all in one transaction. An item is handled once, whoever
 * takes the step and whatever becomes of the process. Returns the operation as it is then; null when it is over, somebody else is
 * at it, or it is no longer where it was when the step was prepared.
 */
export async function takeStep(tx: EntityManager, { operation: { id, revision }, take }: Step, now: number): Promise<BulkOperation | null> {
  const operation = await takeOperation(tx, id);
  if (operation?.revision !== revision) return null;
  const change = await take(tx, operation, now);
  await moveOperation(tx, operation, change);
  return { ...operation, ...change, revision: revision + 1 };
}

/** Counting comes before the first item, in turns as well: the position goes through everything and then back to the start. */
async function countingStep(store: Pick<Store, 'reader'>, operation: BulkOperation): Promise<Step> {
  const { count, position, isAtEnd } = await countOn(store, operation);
  return {
    operation,
    take: async (_tx, { totalCount }, now) => ({
      totalCount: totalCount + count, turnAt: now, ...(isAtEnd ? { status: 'RUNNING', position: '' } : { position }),
    }),
  };
}

/** Counting is all there is to do for an export: what is counted is read when it is downloaded. */
async function exportStep(store: Pick<Store, 'reader'>, operation: BulkOperation): Promise<Step> {
  const { count, position, isAtEnd } = await countOn(store, operation);
  return {
    operation,
    take: async (_tx, { totalCount }, now) => ({
      totalCount: totalCount + count, position, turnAt: now, ...(isAtEnd && { status: 'COMPLETED', succeededCount: totalCount + count, completedAt: now }),
    }),
  };
}

async function handleFound(tx: EntityManager, operation: BulkOperation, findings: Findings & { now: number }): Promise<Change> {
  const { candidates, position, isAtEnd, now } = findings;
  const sendable = operation.kind === 'REPLAY' ? await holdSendable(tx, operation, candidates) : new Set<string>();
  const targets = await targetsAmong(tx, operation, candidates.map(({ sourceId }) => sourceId));
  const handled = operation.kind === 'CANCEL' ? await cancel(tx, operation, { targets, now }) : await replayTargets(tx, operation, { ...findings, targets, sendable });
  return { ...progress(operation, handled, targets.length), position, ...end(isAtEnd, handled, now) };
}

/**
 * Bodies are held first: what is read afterwards cannot lose its body, nor be sent by another operation that looks for missed events.
 * The queues of what will be made come before them, as everywhere.
 */
async function holdSendable(tx: EntityManager, { plan }: BulkOperation, candidates: Findings['candidates']): Promise<Set<string>> {
  await lockQueues(tx, candidates.map(({ webhookId }) => plan.targetWebhookId ?? webhookId));
  return holdBodies(tx, candidates.map(({ eventId }) => eventId));
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

async function cancel(tx: EntityManager, { paceAt }: BulkOperation, { targets, now }: { targets: readonly BulkTarget[]; now: number }): Promise<Handled> {
  const there = targets.filter(({ delivery }) => delivery !== null);
  const succeeded = await cancelDeliveries(tx, there.map(({ sourceId }) => sourceId), now);
  const skips = counted({ GONE: targets.length - there.length, NOT_WAITING: there.length - succeeded });
  return { succeeded, skips, paceAt };
}

const counted = (skips: SkipCounts): SkipCounts => Object.fromEntries(Object.entries(skips).filter(([, count]) => count > 0));
