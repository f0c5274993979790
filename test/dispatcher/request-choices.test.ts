import { createHmac } from 'node:crypto';
import 'reflect-metadata';
import { Webhook as StandardWebhook } from 'standardwebhooks';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { newId } from '../../server/domain/ids.ts';
import { AttemptContent } from '../../server/storage/entities/delivery-attempt.ts';
import type { Webhook } from '../../server/storage/entities/webhook.ts';
import { eachDatabase } from '../support/databases.ts';
import { openEngineBench, type EngineBench } from '../support/engine-bench.ts';
import type { Engine } from '../support/engine.ts';
import type { Receiver } from '../support/receiver.ts';

eachDatabase('what a webhook chooses of its requests', (kind) => {
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

  const send = async (own: Partial<Webhook>) => {
    const { webhook, secret } = await engine.addWebhook({ url: receiver.url(), eventPatterns: ['*'], ...own });
    const { event } = await engine.publish();
    const [request] = await receiver.received(1);
    return { webhook, secret, event: event!, request: request! };
  };

  it.each([['SLACK', 'text'], ['DISCORD', 'content']] as const)('the format %s: a readable line, signed as it is sent', async (payloadFormat, member) => {
    const { secret, event, request } = await send({ payloadFormat });
    const message = JSON.parse(request.body.toString()) as Record<string, string>;
    expect(message[member]).toContain(`${event.code}: ${event.resourceId} in production`);
    expect(message[member]).toContain(event.id);
    expect(() => new StandardWebhook(secret).verify(request.body, request.headers)).not.toThrow();
    expect(request.headers['x-webhook-signature']).toBe(`sha256=${createHmac('sha256', secret).update(request.body).digest('hex')}`);
    expect(request.headers['content-type']).toBe('application/json');
  });

  it('custom headers: sent in clear, a secret value neither stored nor logged so', async () => {
    const id = newId('wh');
    const sealed = engine.account.keyring.seal('Bearer opensesame', { purpose: 'webhook_header', rowId: id });
    const { request } = await send({ id, customHeaders: [{ name: 'Authorization', value: sealed, isSecret: true }, { name: 'X-Team', value: 'billing', isSecret: false }] });
    expect(request.headers).toMatchObject({ authorization: 'Bearer opensesame', 'x-team': 'billing' });
    const delivery = await engine.deliveryWhen((await engine.onlyDelivery()).id, ({ completedAt }) => completedAt !== null);
    const [attempt] = await engine.attemptsOf(delivery.id);
    const { requestHeaders } = await engine.store.reader.findOneByOrFail(AttemptContent, { attemptId: attempt!.id });
    expect(requestHeaders).toContainEqual(['X-Team', 'billing']);
    expect(JSON.stringify(requestHeaders)).not.toContain('opensesame');
  });

  it.each([
    ['HMAC_BODY', 'x-webhook-signature'], ['STANDARD_WEBHOOKS', 'webhook-signature'], ['RSA_ACCOUNT', 'n-signature'],
  ] as const)('the scheme %s alone: no other signature', async (scheme, header) => {
    const { request } = await send({ signatureSchemes: [scheme] });
    const signatures = ['x-webhook-signature', 'webhook-signature', 'n-signature'].filter((name) => name in request.headers);
    expect(signatures).toEqual([header]);
  });
});
