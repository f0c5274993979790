import { newId } from '../domain/ids.ts';
import type { Settlement } from '../domain/delivery.ts';
import type { FailureOutcome } from '../domain/outcome.ts';
import { statusMeaning } from '../domain/outcome.ts';
import { leasedBy } from '../storage/claim-due.ts';
import { freeLaneOf, silentOwners } from '../storage/lanes.ts';
import type { LeasedDelivery } from '../storage/leased-delivery.ts';
import type { AttemptRecord } from '../storage/outcome-rows.ts';
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

const UNKNOWN: FailureOutcome = {
  kind: 'failure', code: 'OUTCOME_UNKNOWN', statusCode: null, retryAfterMs: null, isThrottle: false, isRetryable: true,
  message: statusMeaning('OUTCOME_UNKNOWN'),
};

/**
 * Takes over what dead processes held: each lost attempt is recorded as "outcome unknown" and its delivery is due at once.
 * `evenFresh` takes from every other process, for a database that only one process can use. Returns the owners and their deliveries.
 */
export async function rescue(deps: RescueDeps, self: string, { evenFresh }: { evenFresh: boolean }): Promise<{ owner: string; count: number }[]> {
  const rescued = [];
  for (const owner of await silentOwners(deps.store.reader, self, { evenFresh })) {
    const records: AttemptRecord[] = [];
    for (const delivery of await leasedBy(deps.store.reader, owner)) {
      records.push(lostAttempt(deps, delivery, await deps.directory.byId(delivery.event.accountId, delivery.webhookId)));
    }
    const isOurs = await deps.writer.takeOver(records, {
      owner,
      confirm: async (tx) => {
        if (!(await silentOwners(tx, self, { evenFresh })).includes(owner)) return false;
        await freeLaneOf(tx, owner);
        return true;
      },
    });
    if (isOurs) rescued.push({ owner, count: records.length });
  }
  return rescued;
}

function lostAttempt({ clock, random }: RescueDeps, delivery: LeasedDelivery, webhook: CachedWebhook | null): AttemptRecord {
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
      attemptId: id, requestHeaders: [], requestBody: null, requestBodySize: Buffer.byteLength(delivery.event.body), signatures: [],
      responseReason: null, httpVersion: null, responseHeaders: null, responseBody: null, responseBodySize: 0, isResponseTruncated: false,
      failureMessage: UNKNOWN.message, failureDetail: null,
      timing: { queueMs: 0, dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: null, downloadMs: null }, worker: null, remoteAddress: null,
    },
    settlement: webhook ? settleAttempt(delivery, { kind, outcome: UNKNOWN, webhook, now, random }) : cancelled(delivery, now),
    revision: delivery.revision,
  };
}

const cancelled = (delivery: LeasedDelivery, now: number): Settlement => ({
  status: 'CANCELLED', policyStep: delivery.policyStep, nextAttemptAt: null, completedAt: now, webhookRestsUntil: null, switchOffWebhook: false,
});
