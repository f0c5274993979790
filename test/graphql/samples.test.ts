import { Webhook as StandardWebhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWebhook, type CreateWebhookInput } from '../../server/commands/create-webhook.ts';
import { MASKED_VALUE } from '../../server/domain/header-mask.ts';
import { newSigningKey } from '../../server/storage/account-keys.ts';
import { AuditEntry } from '../../server/storage/entities/audit-entry.ts';
import { Delivery } from '../../server/storage/entities/delivery.ts';
import { SigningKey } from '../../server/storage/entities/signing-key.ts';
import { WebhookSecret } from '../../server/storage/entities/webhook.ts';
import { WebhookEvent } from '../../server/storage/entities/webhook-event.ts';
import { webhookInput } from '../commands/command-bench.ts';
import { insertEvent, insertWebhook } from '../support/factories.ts';
import { ApiBench } from './api-bench.ts';

interface Problem { code: string; path: string[]; message: string }
interface Request { method: string; url: string; headers: { name: string; value: string; isMasked: boolean }[]; body: string; bodySize: string; curl: string }

const PREVIEW = `query ($input: DeliveryPreviewInput!) {
  deliveryPreview(input: $input) { request { method url headers { name value isMasked } body bodySize curl } userErrors { code path message } } }`;
const SEND = `mutation ($input: WebhookSampleSendInput!) {
  webhookSampleSend(input: $input) { delivery { id trigger status event { id isTest } } userErrors { code path message } } }`;

let api: ApiBench;
beforeAll(async () => {
  api = await ApiBench.open();
  const { keyring, store } = api.commands.deps;
  const key = await newSigningKey(keyring, { accountId: api.accountId, activeFrom: 0, createdAt: 0 });
  await store.write((tx) => tx.insert(SigningKey, key));
});
afterAll(() => api.close());

const create = (own: Partial<CreateWebhookInput> = {}) => createWebhook(api.commands.deps, api.commands.caller, webhookInput(own));

const preview = async (input: Record<string, unknown>, viewer = api.member('ADMIN')) =>
  (await api.read<{ deliveryPreview: { request: Request | null; userErrors: Problem[] } }>(PREVIEW, { input }, viewer)).deliveryPreview;

const send = async (input: Record<string, unknown>, viewer = api.member('ADMIN')) =>
  (await api.read<{ webhookSampleSend: { delivery: { id: string; trigger: string; event: { id: string; isTest: boolean } } | null; userErrors: Problem[] } }>(SEND, { input }, viewer)).webhookSampleSend;

const codes = ({ userErrors }: { userErrors: Problem[] }) => userErrors.map(({ code, path }) => `${code} ${path.join('.')}`);
const valuesOf = ({ headers }: Request) => Object.fromEntries(headers.map(({ name, value }) => [name, value]));

describe('deliveryPreview', () => {
  it('shows the request that would be sent, signed so that a receiver accepts it', async () => {
    const { webhook, signingSecret } = await create({ customHeaders: [{ name: 'X-Tenant', value: 'acme', isSecret: false }] });
    const { request } = await preview({ webhookId: webhook.id, eventType: 'license.created' });
    expect(request).toMatchObject({ method: 'POST', url: webhook.url, bodySize: String(Buffer.byteLength(request!.body)) });
    expect(JSON.parse(request!.body)).toMatchObject({ eventCode: 'license.created', environment: 'production', sample: true });
    const headers = valuesOf(request!);
    expect(headers).toMatchObject({ 'X-Tenant': 'acme', 'X-Webhook-Attempt': '1' });
    expect(headers['webhook-signature']).toBe(
      new StandardWebhook(signingSecret!).sign(headers['webhook-id']!, new Date(Number(headers['webhook-timestamp']) * 1000), request!.body),
    );
  });

  it('shows a stored event byte for byte, and the message of a chat format', async () => {
    const { webhook } = await create();
    const event = await insertEvent(api.store, await insertWebhook(api.store, { accountId: api.accountId }));
    expect((await preview({ webhookId: webhook.id, eventId: event.id })).request!.body).toBe(event.body);
    const slack = await create({ payloadFormat: 'SLACK' });
    expect(JSON.parse((await preview({ webhookId: slack.webhook.id, eventId: event.id })).request!.body)).toHaveProperty('text');
  });

  it('stores and sends nothing', async () => {
    const { webhook } = await create();
    const count = () => Promise.all([api.store.reader.count(WebhookEvent), api.store.reader.count(Delivery)]);
    const before = await count();
    await preview({ webhookId: webhook.id, eventType: 'license.created' });
    expect(await count()).toEqual(before);
  });

  it('masks secret headers, and signs nothing for who may only read', async () => {
    const { webhook } = await create({ customHeaders: [{ name: 'X-Api-Key', value: 'hidden', isSecret: true }] });
    const input = { webhookId: webhook.id, eventType: 'license.created', payload: { pay: 'me' } };
    expect(valuesOf((await preview(input)).request!)).toMatchObject({ 'X-Api-Key': MASKED_VALUE, 'X-Webhook-Signature': expect.stringMatching(/^sha256=/) as string });
    const headers = valuesOf((await preview(input, api.key(['WEBHOOKS_READ']))).request!);
    expect(headers).toMatchObject({ 'X-Webhook-Signature': MASKED_VALUE, 'webhook-signature': MASKED_VALUE, 'N-Signature': MASKED_VALUE });
  });

  it('says so when a secret cannot be read any more', async () => {
    const { webhook } = await create();
    await api.store.write((tx) => tx.update(WebhookSecret, { webhookId: webhook.id }, { secretSealed: 'v1:gone:AAAA' }));
    api.commands.deps.directory.invalidate(api.accountId);
    expect(codes(await preview({ webhookId: webhook.id, eventType: 'license.created' }))).toEqual(['INVALID_STATE input.webhookId']);
  });

  it('refuses what it cannot show with the place of the fault', async () => {
    const { webhook } = await create();
    const webhookId = webhook.id;
    expect(codes(await preview({ webhookId: 'wh_none', eventType: 'license.created' }))).toEqual(['NOT_FOUND input.webhookId']);
    expect(codes(await preview({ webhookId }))).toEqual(['REQUIRED input.eventType']);
    expect(codes(await preview({ webhookId, eventType: 'license.invented' }))).toEqual(['UNKNOWN_EVENT_TYPE input.eventType']);
    expect(codes(await preview({ webhookId, eventId: 'evt_none' }))).toEqual(['NOT_FOUND input.eventId']);
    expect(codes(await preview({ webhookId, eventType: 'license.created' }, api.stranger()))).toEqual(['NOT_FOUND input.webhookId']);
  });
});

describe('webhookSampleSend', () => {
  const rowOf = async (id: string) => api.store.reader.findOneByOrFail(Delivery, { id });

  it('sends an example of any type to one webhook, active or not, at once and only once', async () => {
    const { webhook } = await create({ events: ['contract.*'], isActive: false });
    const { delivery, userErrors } = await send({ id: webhook.id, eventType: 'license.created' });
    expect(userErrors).toEqual([]);
    expect(delivery).toMatchObject({ trigger: 'TEST', event: { isTest: true } });
    expect(await rowOf(delivery!.id)).toMatchObject({ dueAt: 0, webhookId: webhook.id });
    expect(JSON.parse((await api.store.reader.findOneByOrFail(WebhookEvent, { id: delivery!.event.id })).body)).toMatchObject({ sample: true, eventCode: 'license.created' });
  });

  it('plans one with retries as a published event', async () => {
    const { webhook } = await create();
    const { delivery } = await send({ id: webhook.id, eventType: 'license.created', withRetries: true });
    expect(await rowOf(delivery!.id)).toMatchObject({ trigger: 'EVENT', status: 'PENDING', dueAt: api.commands.clock.now() });
  });

  it('is in the audit log', async () => {
    const { webhook } = await create();
    await send({ id: webhook.id, eventType: 'license.created' });
    expect(await api.store.reader.findOneBy(AuditEntry, { targetId: webhook.id, action: 'webhook.sample' })).not.toBeNull();
  });

  it('checks the payload against the schema of the type, unless asked not to', async () => {
    const { webhook } = await create();
    const input = { id: webhook.id, eventType: 'license.created', payload: { pay: 'me' } };
    expect(codes(await send(input))).toEqual(['PAYLOAD_SCHEMA_VIOLATION input.payload']);
    expect(codes(await send({ ...input, skipSchemaCheck: true }))).toEqual([]);
  });

  it('refuses retries to an inactive webhook, unknown types and webhooks of others', async () => {
    const { webhook } = await create({ isActive: false });
    expect(codes(await send({ id: webhook.id, eventType: 'license.created', withRetries: true }))).toEqual(['INVALID_STATE input.withRetries']);
    expect(codes(await send({ id: webhook.id, eventType: 'license.invented' }))).toEqual(['UNKNOWN_EVENT_TYPE input.eventType']);
    expect(codes(await send({ id: webhook.id, eventType: 'license.created' }, api.stranger()))).toEqual(['NOT_FOUND input.id']);
  });
});

describe('routing', () => {
  const ROUTING = 'query ($event: ID!, $webhook: ID!) { webhookEvent(id: $event) { routing(webhookId: $webhook) { isMatch summary rules { name passed detail } } } }';
  interface Routing { webhookEvent: { routing: { isMatch: boolean; summary: string; rules: { passed: boolean | null }[] } } }

  const publish = async () => {
    const payload = api.commands.deps.catalogue.byCode(api.accountId, 'license.created')!.examples[0]!.payload;
    const [result] = await api.commands.deps.publisher.publish(api.commands.caller, [
      { type: 'license.created', environment: 'PRODUCTION', resourceId: 'lic_1', payload, idempotencyKey: crypto.randomUUID() },
    ], 'ATOMIC');
    return result!.event!.id;
  };

  it('says for each webhook why it got the event or did not', async () => {
    const hooks = {
      sent: await create(), off: await create({ isActive: false }), filtered: await create({ contentFilter: 'false' }),
      other: await create({ events: ['contract.*'] }), staging: await create({ environment: 'STAGING' }),
    };
    const event = await publish();
    const late = await create();
    const routing = async (webhook: string) => (await api.read<Routing>(ROUTING, { event, webhook })).webhookEvent.routing;
    const verdicts = async (webhook: string) => (await routing(webhook)).rules.map(({ passed }) => passed);
    expect(await routing(hooks.sent.webhook.id)).toMatchObject({ isMatch: true });
    expect(await verdicts(hooks.off.webhook.id)).toEqual([false, true, true, null, true]);
    expect(await verdicts(hooks.filtered.webhook.id)).toEqual([true, true, true, false, true]);
    expect(await verdicts(hooks.other.webhook.id)).toEqual([null, true, false, null, true]);
    expect(await verdicts(hooks.staging.webhook.id)).toEqual([null, false, true, null, true]);
    expect(await routing(late.webhook.id)).toMatchObject({ isMatch: false });
  });

  it('knows no webhook of another account or environment', async () => {
    const event = await publish();
    const foreign = await insertWebhook(api.store, {});
    const { codes: refused } = await api.ask(api.member('ADMIN'), ROUTING, { event, webhook: foreign.id });
    expect(refused).toEqual(['BAD_USER_INPUT']);
  });
});
