import { ulid } from 'ulid';
import { newId, type IdPrefix } from '../../server/domain/ids.ts';
import { AttemptContent, DeliveryAttempt } from '../../server/storage/entities/delivery-attempt.ts';
import type { Delivery } from '../../server/storage/entities/delivery.ts';
import type { WebhookEvent } from '../../server/storage/entities/webhook-event.ts';
import type { Webhook } from '../../server/storage/entities/webhook.ts';
import type { Store } from '../../server/storage/store.ts';
import { insertDelivery, insertEvent } from './factories.ts';

/** An id as one made at `moment` (ms since the epoch) would be. */
export const idAt = (prefix: IdPrefix, moment: number): string => `${prefix}_${ulid(Math.floor(moment))}`;

/** What a delivery at rest looks like. */
export const atRest = (moment: number) => ({
  status: 'SUCCEEDED', leaseOwner: null, dueAt: null, nextAttemptAt: null, attemptCount: 1, completedAt: moment, lastAttemptAt: moment,
} as const satisfies Partial<Delivery>);

let nextSeq = 1;

/** An attempt with its content, in lane 0 of the log unless told otherwise. */
export async function insertAttempt(store: Store, delivery: Delivery, moment: number, own: Partial<DeliveryAttempt> = {}): Promise<DeliveryAttempt> {
  const { accountId, eventId, webhookId, webhookName, url, environment, eventCode, trigger } = delivery;
  const attempt: DeliveryAttempt = {
    id: idAt('att', moment), lane: 0, seq: nextSeq++, accountId, deliveryId: delivery.id, eventId, webhookId, webhookName, url, environment, eventCode,
    resourceId: 'lic_1', trigger, number: 1, kind: 'INITIAL', status: 'SUCCEEDED', startedAt: moment, completedAt: moment, durationMs: 5, statusCode: 200,
    failureCode: null, ...own,
  };
  await store.write(async (tx) => {
    await tx.insert(DeliveryAttempt, attempt);
    await tx.insert(AttemptContent, {
      attemptId: attempt.id, requestHeaders: [['webhook-id', eventId]], requestBody: null, requestBodySize: 2, signatures: {}, responseReason: null,
      httpVersion: '1.1', responseHeaders: [], responseBody: Buffer.from('fine'), responseBodySize: 4, isResponseTruncated: false, failureMessage: null,
      failureDetail: null, worker: null, remoteAddress: null,
      timing: { queueMs: 0, dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: null, downloadMs: null },
    });
  });
  return attempt;
}

export interface Story { event: WebhookEvent; delivery: Delivery; attempt: DeliveryAttempt }

/** An event of `moment`, its delivery at rest since then, and the attempt that succeeded. */
export async function insertStory(store: Store, webhook: Webhook, moment: number, own: Partial<Delivery> = {}): Promise<Story> {
  const id = idAt('evt', moment);
  const event = await insertEvent(store, webhook, { id, occurredAt: moment, publishedAt: moment, idempotencyKey: newId('key') });
  const delivery = await insertDelivery(store, webhook, event, { id: idAt('dlv', moment), createdAt: moment, ...atRest(moment), ...own });
  return { event, delivery, attempt: await insertAttempt(store, delivery, moment) };
}
