import 'reflect-metadata';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { RetryPolicy } from '../../server/domain/retry-policy.ts';
import { AttemptContent } from '../../server/storage/entities/delivery-attempt.ts';
import { SigningKey } from '../../server/storage/entities/signing-key.ts';
import { WebhookQueue, WebhookSecret, type Webhook } from '../../server/storage/entities/webhook.ts';
import { eachDatabase } from '../support/databases.ts';
import { openEngineBench, type EngineBench } from '../support/engine-bench.ts';
import type { Engine } from '../support/engine.ts';
import type { Receiver } from '../support/receiver.ts';

/** Two attempts without waiting. */
const TWICE: RetryPolicy = {
  kind: 'CUSTOM', maxAttempts: 2, initialDelayMs: null, multiplier: null, maxDelayMs: null, delaysMs: [0], jitter: 0, respectRetryAfter: true,
  nonRetryableStatusCodes: [410],
};
const LOST = 'v1.lost.c2VhbGVkIHdpdGggYSBrZXkgdGhhdCBpcyBnb25l';

eachDatabase('a webhook whose keys cannot be read', (kind) => {
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

  const addWebhook = (own: Partial<Webhook> = {}) => engine.addWebhook({ url: receiver.url(), eventPatterns: ['*'], retryPolicy: TWICE, ...own });
  async function loseSecrets(webhook: Webhook): Promise<void> {
    await engine.store.write((tx) => tx.update(WebhookSecret, { webhookId: webhook.id }, { secretSealed: LOST }));
    engine.directory.invalidate(webhook.accountId);
  }
  async function ended() {
    await engine.publish();
    return engine.deliveryWhen((await engine.onlyDelivery()).id, ({ completedAt }) => completedAt !== null);
  }

  it('gets nothing, and its deliveries come to an end by the retry policy', async () => {
    const { webhook } = await addWebhook();
    await loseSecrets(webhook);
    const delivery = await ended();
    expect(delivery).toMatchObject({ status: 'FAILED', attemptCount: 2, lastFailureCode: 'SECRET_UNREADABLE', lastStatusCode: null, leaseOwner: null });
    expect(receiver.requests).toEqual([]);
  });

  it('is told why, and that no request was made', async () => {
    const { webhook } = await addWebhook();
    await loseSecrets(webhook);
    const [attempt] = await engine.attemptsOf((await ended()).id);
    expect(attempt).toMatchObject({ number: 1, kind: 'INITIAL', status: 'FAILED', failureCode: 'SECRET_UNREADABLE', durationMs: 0 });
    expect(await engine.store.reader.findOneByOrFail(AttemptContent, { attemptId: attempt!.id })).toMatchObject({
      requestHeaders: [], requestBody: '', requestBodySize: 0, signatures: {}, remoteAddress: null,
      failureMessage: 'Nothing was sent. A stored value needs master key lost, which MASTER_KEYS does not name. Add it after the newest key.',
    });
  });

  it('is not taken for broken', async () => {
    const { webhook } = await addWebhook();
    await loseSecrets(webhook);
    await ended();
    expect(await engine.store.reader.findOneByOrFail(WebhookQueue, { webhookId: webhook.id })).toMatchObject({ failingSince: null, circuitFaults: 0, circuitTrips: 0 });
  });

  it('stops no other webhook of its account', async () => {
    const { webhook: lost } = await addWebhook({ environment: 'STAGING' });
    await addWebhook();
    await loseSecrets(lost);
    expect(await ended()).toMatchObject({ status: 'SUCCEEDED', attemptCount: 1 });
  });

  it.each<[string, Partial<Webhook>]>([
    ['secret header', { customHeaders: [{ name: 'Authorization', value: LOST, isSecret: true }] }],
    ['signing key of the account', { signatureSchemes: ['RSA_ACCOUNT'] }],
  ])('is not sent to without its %s either', async (what, own) => {
    if (what !== 'secret header') await engine.store.write((tx) => tx.update(SigningKey, { accountId: engine.account.id }, { privateKeySealed: LOST }));
    await addWebhook(own);
    expect(await ended()).toMatchObject({ status: 'FAILED', lastFailureCode: 'SECRET_UNREADABLE' });
    expect(receiver.requests).toEqual([]);
  });

  it('is sent to when only a secret that was replaced cannot be read', async () => {
    const { webhook } = await addWebhook();
    const [secret] = await engine.store.reader.findBy(WebhookSecret, { webhookId: webhook.id });
    await engine.store.write((tx) => tx.insert(WebhookSecret, { ...secret!, id: 'sec_00000000000000000000000000', secretSealed: LOST, expiresAt: Date.now() + 60_000 }));
    engine.directory.invalidate(webhook.accountId);
    expect(await ended()).toMatchObject({ status: 'SUCCEEDED' });
  });
});
