import type { EntityManager } from 'typeorm';
import { newId } from '../domain/ids.ts';
import { isFinal, type Settlement } from '../domain/delivery.ts';
import type { FailureOutcome } from '../domain/outcome.ts';
import { statusMeaning } from '../domain/outcome.ts';
import type { AttemptRecord } from '../storage/attempt-record.ts';
import { freeLaneOf, silentOwners } from '../storage/lanes.ts';
import type { LeasedDelivery } from '../storage/leased-delivery.ts';
import { leasedBy, type LostDelivery } from '../storage/lost-deliveries.ts';
import type { Store } from '../storage/store.ts';
import type { CachedWebhook, WebhookDirectory } from '../storage/webhook-directory.ts';
import { attemptOf, kindOf, settleAttempt } from './attempt.ts';
import type { OutcomeWriter } from './outcome-writer.ts';

interface RescueDeps {
  store: Store;
  directory: WebhookDirectory;
  writer: OutcomeWriter;
  clock: () => number;
  random: () => number;
}

/** Taken over in one transaction. */
const DELIVERIES_AT_ONCE = 500;

const UNKNOWN: FailureOutcome = {
  kind: 'failure', code: 'OUTCOME_UNKNOWN', statusCode: null, retryAfterMs: null, isThrottle: false, isRetryable: true,
  message: statusMeaning('OUTCOME_UNKNOWN'),
};

/**
 * Takes over what dead processes held: each lost attempt is recorded as "outcome unknown" and its delivery is due at once.
 * `evenFresh` takes from every other process, for a database that only one process can use. What it leaves when it no longer `goesOn` is
 * found by whoever comes next. Returns the owners and their deliveries.
 */
export async function rescue(deps: RescueDeps, self: string, { evenFresh, goesOn }: Manner): Promise<{ owner: string; count: number }[]> {
  const rescued = [];
  for (const owner of await silentOwners(deps.store.reader, self, { evenFresh })) {
    const count = await takeAllFrom(deps, { owner, self, evenFresh, goesOn });
    if (count !== null) rescued.push({ owner, count });
  }
  return rescued;
}

interface Manner { evenFresh: boolean; goesOn: () => boolean }
interface Dead extends Manner { owner: string; self: string }

/** Some at a time, so that what else is to be written gets its turn. Without a lane, the rest is still found as what nobody holds. */
async function takeAllFrom(deps: RescueDeps, dead: Dead): Promise<number | null> {
  let total: number | null = null;
  for (let count: number | null = DELIVERIES_AT_ONCE; count === DELIVERIES_AT_ONCE && dead.goesOn();) {
    count = await deps.writer.takeOver(dead.owner, (tx) => takeFrom(tx, deps, dead));
    if (count !== null) total = (total ?? 0) + count;
  }
  return total;
}

/** Frees the lane first, which keeps its owner from writing anything more, and then looks what it held. */
async function takeFrom(tx: EntityManager, deps: RescueDeps, { owner, self, evenFresh }: Dead): Promise<AttemptRecord[] | null> {
  if (!(await silentOwners(tx, self, { evenFresh })).includes(owner)) return null;
  await freeLaneOf(tx, owner);
  const records: AttemptRecord[] = [];
  for (const delivery of await leasedBy(tx, owner, DELIVERIES_AT_ONCE)) {
    records.push(lostAttempt(deps, delivery, await deps.directory.byId(delivery.event.accountId, delivery.webhookId)));
  }
  return records;
}

function lostAttempt({ clock, random }: RescueDeps, delivery: LostDelivery, webhook: CachedWebhook | null): AttemptRecord {
  const now = clock();
  const id = newId('att');
  const kind = kindOf(delivery);
  const startedAt = delivery.dueAt > 0 ? Math.min(delivery.dueAt, now) : now;
  return {
    attempt: attemptOf(delivery, {
      id, url: webhook?.url ?? delivery.url, webhookName: webhook?.name ?? delivery.webhookName, number: delivery.attemptCount + 1, kind,
      startedAt, endedAt: now, durationMs: 0, outcome: UNKNOWN,
    }),
    content: {
      attemptId: id, requestHeaders: [], requestBody: null, requestBodySize: delivery.bodySize, signatures: {},
      responseReason: null, httpVersion: null, responseHeaders: null, responseBody: null, responseBodySize: 0, isResponseTruncated: false,
      failureMessage: UNKNOWN.message, failureDetail: null,
      timing: { queueMs: 0, dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: null, downloadMs: null }, worker: null, remoteAddress: null,
    },
    settlement: webhook ? settleAttempt(delivery, { kind, outcome: UNKNOWN, webhook, now, random }) : cancelled(delivery, now),
    revision: delivery.revision,
  };
}

/** Its webhook is gone: nothing follows, and what had come to an end stays as it was. */
const cancelled = ({ status, policyStep, completedAt }: LeasedDelivery, now: number): Settlement => ({
  status: isFinal(status) ? status : 'CANCELLED', policyStep, nextAttemptAt: null, completedAt: completedAt ?? now,
  webhookRestsUntil: null, switchOffWebhook: false,
});
