import { verify } from 'node:crypto';
import 'reflect-metadata';
import { Webhook as StandardWebhook } from 'standardwebhooks';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { changeWebhook } from '../../server/commands/change-webhook.ts';
import { deleteWebhook } from '../../server/commands/delete-webhook.ts';
import { retryDelivery } from '../../server/commands/retry-delivery.ts';
import { sendTest } from '../../server/commands/send-test.ts';
import { switchWebhooks } from '../../server/commands/switch-webhooks.ts';
import type { CommandDeps } from '../../server/commands/deps.ts';
import type { RetryPolicy } from '../../server/domain/retry-policy.ts';
import { AttemptContent } from '../../server/storage/entities/delivery-attempt.ts';
import { Delivery } from '../../server/storage/entities/delivery.ts';
import { Webhook, WebhookQueue } from '../../server/storage/entities/webhook.ts';
import { eachDatabase } from '../support/databases.ts';
import { openEngineBench, type EngineBench } from '../support/engine-bench.ts';
import { Engine, licenseEvent } from '../support/engine.ts';
import { Receiver } from '../support/receiver.ts';

/** Three attempts without waiting, so that tests need no clock. */
const AT_ONCE: RetryPolicy = {
  kind: 'CUSTOM', maxAttempts: 3, initialDelayMs: null, multiplier: null, maxDelayMs: null, delaysMs: [0, 0], jitter: 0,
  respectRetryAfter: true, nonRetryableStatusCodes: [410],
};

eachDatabase('dispatcher', (kind) => {
  let bench: EngineBench;
  let receiver: Receiver;
  let engine: Engine;

  beforeEach(async () => {
    bench = await openEngineBench(kind);
    ({ receiver, engine } = bench);
  });
  afterEach(async () => {
    await bench.close();
    expect(engine.faults).toEqual([]);
  });

  const addWebhook = (own: Partial<Webhook> = {}) => engine.addWebhook({ url: receiver.url(), eventPatterns: ['*'], retryPolicy: AT_ONCE, ...own });
  const deps = () => ({
    store: engine.store, directory: engine.directory, intake: engine.dispatcher, clock: Date.now, announceChange: () => engine.hub.announce(),
  }) as unknown as CommandDeps;
  const finished = (delivery: Delivery) => delivery.completedAt !== null;

  const setActive = (webhook: Webhook, isActive: boolean) => switchWebhooks(deps(), engine.caller, { ids: [webhook.id], isActive });

  it('delivers a published event, signed three ways, and records it', async () => {
    const { secret } = await addWebhook();
    const { event } = await engine.publish();
    const [request] = await receiver.received(1);

    expect(request!.body.toString()).toBe(event!.body);
    expect(() => new StandardWebhook(secret).verify(request!.body, request!.headers)).not.toThrow();
    expect(verify('sha256', request!.body, engine.account.publicKeyPem, Buffer.from(request!.headers['n-signature']!, 'base64'))).toBe(true);
    const delivery = await engine.deliveryWhen((await engine.onlyDelivery()).id, finished);
    expect(delivery).toMatchObject({ status: 'SUCCEEDED', attemptCount: 1, leaseOwner: null, lastStatusCode: 200 });
    const [attempt] = await engine.attemptsOf(delivery.id);
    expect(attempt).toMatchObject({ number: 1, kind: 'INITIAL', status: 'SUCCEEDED', statusCode: 200, lane: 0, seq: 1 });
    const content = await engine.store.reader.findOneByOrFail(AttemptContent, { attemptId: attempt!.id });
    const sent = Object.fromEntries(content.requestHeaders.map(([name, value]) => [name.toLowerCase(), value]));
    expect(request!.headers).toMatchObject(sent);
  });

  it('keeps a raw payload byte for byte', async () => {
    await addWebhook();
    const rawPayload = licenseEvent().rawPayload!.replace('{', '{ "big": 12345678901234567890,\n "é": "\\u00e9", "big": 2 , ');
    await engine.publish({ rawPayload });
    const [request] = await receiver.received(1);
    expect(request!.body.toString()).toContain(`"payload":${rawPayload}}`);
  });

  it('retries until the receiver accepts, with the same event id and body', async () => {
    await addWebhook();
    receiver.respondInTurn({ status: 500 }, { status: 404 });
    await engine.publish();
    const requests = await receiver.received(3);
    const delivery = await engine.deliveryWhen((await engine.onlyDelivery()).id, finished);
    expect(delivery).toMatchObject({ status: 'SUCCEEDED', attemptCount: 3, policyStep: 3 });
    expect(requests.map((request) => request.headers['x-webhook-attempt'])).toEqual(['1', '2', '3']);
    expect(new Set(requests.map((request) => request.headers['webhook-id'])).size).toBe(1);
    expect(new Set(requests.map((request) => request.body.toString())).size).toBe(1);
  });

  it('gives up when the policy is used up', async () => {
    await addWebhook();
    receiver.respond({ status: 500 });
    await engine.publish();
    const delivery = await engine.deliveryWhen((await engine.onlyDelivery()).id, finished);
    expect(delivery).toMatchObject({ status: 'FAILED', attemptCount: 3, nextAttemptAt: null, dueAt: null, leaseOwner: null, lastFailureCode: 'HTTP_SERVER_ERROR' });
  });

  it('switches a webhook off that answers 410', async () => {
    const { webhook } = await addWebhook();
    receiver.respond({ status: 410 });
    await engine.publish();
    expect(await engine.deliveryWhen((await engine.onlyDelivery()).id, finished)).toMatchObject({ status: 'FAILED', attemptCount: 1 });
    expect(await engine.store.reader.findOneByOrFail(Webhook, { id: webhook.id })).toMatchObject({ status: 'INACTIVE', statusReason: 'RECEIVER_REQUEST' });
    const { matchedWebhookCount } = await engine.publish();
    expect(matchedWebhookCount).toBe(0);
  });

  it('never tries earlier than Retry-After asks, and lets the whole webhook rest', async () => {
    const { webhook } = await addWebhook();
    receiver.respondInTurn({ status: 429, headers: { 'retry-after': '600' } });
    const before = Date.now();
    const first = await engine.publish();
    await receiver.received(1);
    const [delivery] = await engine.store.reader.findBy(Delivery, { eventId: first.event!.id });
    const retrying = await engine.deliveryWhen(delivery!.id, (each) => each.status === 'RETRYING');
    expect(retrying.nextAttemptAt).toBeGreaterThanOrEqual(before + 600_000);
    await engine.publish();
    const queue = await engine.store.reader.findOneByOrFail(WebhookQueue, { webhookId: webhook.id });
    expect(queue.restsUntil).toBeGreaterThanOrEqual(before + 600_000);
    expect(queue.nextDueAt).toBe(queue.restsUntil);
    expect(receiver.requests).toHaveLength(1);
  });

  it('keeps what waits while a webhook is inactive, and sends it after activation', async () => {
    const { webhook } = await addWebhook({ retryPolicy: { ...AT_ONCE, delaysMs: [300, 300] } });
    receiver.respondInTurn({ status: 500 });
    await engine.publish();
    const { id } = await engine.onlyDelivery();
    await engine.deliveryWhen(id, (delivery) => delivery.status === 'RETRYING');
    await setActive(webhook, false);
    const { event } = await engine.publish();
    expect(await engine.store.reader.findOneByOrFail(Delivery, { eventId: event!.id })).toMatchObject({ status: 'SKIPPED' });
    await setActive(webhook, true);
    expect(await engine.deliveryWhen(id, finished)).toMatchObject({ status: 'SUCCEEDED', attemptCount: 2 });
    expect(receiver.requests).toHaveLength(2);
  });

  it('sends a test to an inactive webhook once, without retries', async () => {
    const { webhook } = await addWebhook({ status: 'INACTIVE' });
    receiver.respond({ status: 500 });
    const { id } = await sendTest(deps(), engine.caller, webhook.id);
    expect(await engine.deliveryWhen(id, finished)).toMatchObject({ status: 'FAILED', attemptCount: 1, trigger: 'TEST' });
    const body = JSON.parse(receiver.requests[0]!.body.toString());
    expect(body).toMatchObject({ eventCode: 'webhook.test', resourceId: webhook.id, payload: {} });
  });

  it('makes a manual attempt that leaves planned retries alone when it fails', async () => {
    await addWebhook({ retryPolicy: { ...AT_ONCE, delaysMs: [3_600_000, 3_600_000] } });
    receiver.respond({ status: 500 });
    await engine.publish();
    const { id } = await engine.onlyDelivery();
    const planned = await engine.deliveryWhen(id, (delivery) => delivery.status === 'RETRYING');
    await retryDelivery(deps(), engine.caller, { id, resumeRetries: false, idempotencyKey: 'once' });
    const after = await engine.deliveryWhen(id, (delivery) => delivery.attemptCount === 2);
    expect(after).toMatchObject({ status: 'RETRYING', nextAttemptAt: planned.nextAttemptAt, dueAt: planned.nextAttemptAt, policyStep: 1 });
    expect((await engine.attemptsOf(id)).map((attempt) => attempt.kind)).toEqual(['INITIAL', 'MANUAL']);
    const again = await retryDelivery(deps(), engine.caller, { id, resumeRetries: false, idempotencyKey: 'once' });
    expect(again.isIdempotentReplay).toBe(true);
  });

  it('makes a manual attempt of a delivery that had given up', async () => {
    await addWebhook({ retryPolicy: { ...AT_ONCE, maxAttempts: 1, delaysMs: [] } });
    receiver.respondInTurn({ status: 500 });
    await engine.publish();
    const { id } = await engine.onlyDelivery();
    await engine.deliveryWhen(id, finished);
    await retryDelivery(deps(), engine.caller, { id, resumeRetries: false });
    expect(await engine.deliveryWhen(id, (delivery) => delivery.status === 'SUCCEEDED')).toMatchObject({ attemptCount: 2, policyStep: 1 });
  });

  it('keeps resumed retries waiting while the webhook is inactive, and sends them after activation', async () => {
    const { webhook } = await addWebhook({ retryPolicy: { ...AT_ONCE, maxAttempts: 1, delaysMs: [] } });
    receiver.respondInTurn({ status: 500 });
    await engine.publish();
    const { id } = await engine.onlyDelivery();
    await engine.deliveryWhen(id, finished);
    await switchWebhooks(deps(), engine.caller, { ids: [webhook.id], isActive: false });
    await retryDelivery(deps(), engine.caller, { id, resumeRetries: true });
    // The claim loop has seen that the webhook is inactive; one that claimed and handed back for ever would never get there.
    await vi.waitFor(async () => {
      expect((await engine.store.reader.findOneByOrFail(WebhookQueue, { webhookId: webhook.id })).nextDueAt).toBeNull();
    });
    expect(receiver.requests).toHaveLength(1);
    await switchWebhooks(deps(), engine.caller, { ids: [webhook.id], isActive: true });
    expect(await engine.deliveryWhen(id, (delivery) => delivery.status === 'SUCCEEDED')).toMatchObject({ attemptCount: 2 });
  });

  it('cancels what waits for a deleted webhook, also what was handed back after the deletion', async () => {
    const { webhook } = await addWebhook({ maxConcurrency: 1 });
    receiver.respond({ delayMs: 30 });
    await Promise.all(Array.from({ length: 10 }, () => engine.publish()));
    await receiver.received(1);
    await deleteWebhook(deps(), engine.caller, webhook.id);
    await engine.dispatcher.stop();
    const next = await Engine.create(engine.store, { account: engine.account });
    await next.dispatcher.start();
    for (const { id } of await engine.store.reader.find(Delivery)) await next.deliveryWhen(id, finished);
    await next.stop();
    expect(await engine.store.reader.countBy(Delivery, { leaseOwner: '' })).toBe(0);
  });

  it('cancels what waits for a webhook that moves to another environment', async () => {
    const { webhook } = await addWebhook({ retryPolicy: { ...AT_ONCE, delaysMs: [3_600_000, 3_600_000] } });
    receiver.respond({ status: 500 });
    await engine.publish();
    const { id } = await engine.onlyDelivery();
    await engine.deliveryWhen(id, (delivery) => delivery.status === 'RETRYING');
    await changeWebhook(deps(), engine.caller, { id: webhook.id, environment: 'STAGING' });
    expect(await engine.deliveryWhen(id, finished)).toMatchObject({ status: 'CANCELLED', leaseOwner: null });
    await expect(retryDelivery(deps(), engine.caller, { id, resumeRetries: false })).rejects.toThrow('another environment');
  });

  it('sends what was published while it stopped', async () => {
    await addWebhook();
    const publishing = Promise.all(Array.from({ length: 20 }, () => engine.publish()));
    await new Promise((resolve) => setImmediate(resolve));
    await engine.dispatcher.stop();
    await publishing;
    const next = await Engine.create(engine.store, { account: engine.account });
    await next.dispatcher.start();
    await receiver.received(20);
    for (const { id } of await engine.store.reader.find(Delivery)) await next.deliveryWhen(id, finished);
    await next.stop();
    expect(receiver.requests).toHaveLength(20);
  });

  it('refuses a manual attempt of somebody else', async () => {
    await addWebhook();
    await engine.publish();
    const { id } = await engine.onlyDelivery();
    await engine.deliveryWhen(id, finished);
    const stranger = { ...engine.caller, accountId: 'acc_00000000000000000000000000' };
    await expect(retryDelivery(deps(), stranger, { id, resumeRetries: false })).rejects.toThrow('There is no such delivery.');
  });

  it('lets a hanging receiver delay nobody else', async () => {
    const hanging = (await Receiver.start()).respond({ hang: 'headers' });
    await addWebhook({ url: hanging.url(), maxConcurrency: 100 });
    await addWebhook();
    await Promise.all(Array.from({ length: 120 }, () => engine.publish()));
    await receiver.received(120);
    expect(hanging.requests.length).toBeGreaterThan(0);
    await hanging.close();
  });

  it('hands back what it has not sent when it stops, and a later process sends it', async () => {
    await addWebhook({ maxConcurrency: 1 });
    receiver.respond({ delayMs: 20 });
    await Promise.all(Array.from({ length: 20 }, () => engine.publish()));
    await engine.dispatcher.stop();
    const waiting = await engine.store.reader.countBy(Delivery, { status: 'PENDING' });
    expect(waiting).toBeGreaterThan(0);
    expect(await engine.store.reader.countBy(Delivery, { status: 'IN_PROGRESS' })).toBe(0);
    const next = await Engine.create(engine.store, { account: engine.account });
    await next.dispatcher.start();
    await receiver.received(20);
    await next.stop();
    expect(new Set(receiver.requests.map((request) => request.headers['webhook-id'])).size).toBe(20);
    expect(receiver.requests).toHaveLength(20);
  });

  it('sends what is more than the senders hold', async () => {
    await addWebhook({ maxConcurrency: 100, signatureSchemes: ['HMAC_BODY'] });
    const events = Array.from({ length: 1_000 }, () => licenseEvent());
    await engine.publisher.publish(engine.caller, events, 'ATOMIC');
    await engine.publisher.publish(engine.caller, events.map((event) => ({ ...event, idempotencyKey: `${event.idempotencyKey}-2` })), 'ATOMIC');
    await receiver.received(2_000);
    expect(new Set(receiver.requests.map((request) => request.headers['x-webhook-delivery'])).size).toBe(2_000);
  });
});
