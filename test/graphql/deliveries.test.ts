import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MASKED_VALUE } from '../../server/domain/header-mask.ts';
import { MINUTE_MS } from '../../server/domain/time.ts';
import { Delivery } from '../../server/storage/entities/delivery.ts';
import type { DeliveryAttempt } from '../../server/storage/entities/delivery-attempt.ts';
import type { WebhookEvent } from '../../server/storage/entities/webhook-event.ts';
import type { Webhook } from '../../server/storage/entities/webhook.ts';
import { insertDelivery, insertEvent, insertWebhook, NOON } from '../support/factories.ts';
import { idAt } from '../support/history.ts';
import { ApiBench } from './api-bench.ts';

let api: ApiBench;
let billing: Webhook;
let crm: Webhook;
let failed: { event: WebhookEvent; delivery: Delivery; attempt: DeliveryAttempt };
let fine: { event: WebhookEvent; delivery: Delivery; attempt: DeliveryAttempt };

beforeAll(async () => {
  api = await ApiBench.open();
  const { accountId, store } = api;
  billing = await insertWebhook(store, { accountId, name: 'Billing sync', url: 'https://billing.example.com/hook' });
  crm = await insertWebhook(store, { accountId, name: 'CRM', url: 'https://crm.example.com/in', environment: 'STAGING' });
  const failedEvent = await insertEvent(store, billing, { resourceId: 'lic_failed' });
  const failedDelivery = await insertDelivery(store, billing, failedEvent, {
    status: 'RETRYING', attemptCount: 2, policyStep: 2, nextAttemptAt: NOON + 5 * MINUTE_MS, lastStatusCode: 503, lastFailureCode: 'HTTP_SERVER_ERROR',
  });
  failed = { event: failedEvent, delivery: failedDelivery, attempt: await api.addAttempt(failedDelivery, {
    id: idAt('att', NOON), number: 2, kind: 'RETRY', status: 'FAILED', statusCode: 503, failureCode: 'HTTP_SERVER_ERROR', durationMs: 900,
  }, {
    requestHeaders: [['Content-Type', 'application/json'], ['X-Webhook-Signature', 'sha256=abc'], ['Authorization', MASKED_VALUE]], requestBodySize: Buffer.byteLength(failedEvent.body),
    responseReason: 'Service Unavailable', responseBody: Buffer.from('it\'s d\xc3\xb6wn\xc3', 'latin1'), responseBodySize: 70_000, isResponseTruncated: true,
    failureMessage: 'The receiver answered 503 Service Unavailable.', failureDetail: { retry: false },
    signatures: { HMAC_BODY: 'sec_1' },
  }) };
  const fineEvent = await insertEvent(store, crm, { code: 'product.created', resourceId: 'prod_1' });
  const fineDelivery = await insertDelivery(store, crm, fineEvent, { status: 'SUCCEEDED', attemptCount: 1, leaseOwner: null, dueAt: null, nextAttemptAt: null, completedAt: NOON });
  fine = { event: fineEvent, delivery: fineDelivery, attempt: await api.addAttempt(fineDelivery, { id: idAt('att', NOON + 1) }) };
});
afterAll(() => api.close());

describe('deliveryAttempts', () => {
  const find = async (filter: Record<string, unknown>, viewer = api.member('ADMIN')) => {
    const query = 'query ($filter: DeliveryAttemptFilter) { deliveryAttempts(first: 10, filter: $filter) { nodes { id } } }';
    const { deliveryAttempts } = await api.read<{ deliveryAttempts: { nodes: { id: string }[] } }>(query, { filter }, viewer);
    return deliveryAttempts.nodes.map(({ id }) => (id === failed.attempt.id ? 'failed' : 'fine'));
  };

  it.each<[string, () => Record<string, unknown>, string[]]>([
    ['nothing', () => ({}), ['fine', 'failed']],
    ['part of a webhook name', () => ({ search: 'billing' }), ['failed']],
    ['part of a URL', () => ({ search: 'crm.example' }), ['fine']],
    ['an attempt id', () => ({ search: fine.attempt.id }), ['fine']],
    ['a delivery id', () => ({ search: failed.delivery.id }), ['failed']],
    ['an event id', () => ({ search: ` ${fine.event.id} ` }), ['fine']],
    ['a webhook id', () => ({ search: billing.id }), ['failed']],
    ['a resource id', () => ({ search: 'lic_failed' }), ['failed']],
    ['a text that fits nothing', () => ({ search: 'nothing' }), []],
    ['a lone wildcard', () => ({ search: '%' }), []],
    ['webhooks', () => ({ webhookIds: [crm.id] }), ['fine']],
    ['environments', () => ({ environments: ['PRODUCTION'] }), ['failed']],
    ['a code', () => ({ eventTypes: ['product.created'] }), ['fine']],
    ['patterns', () => ({ eventTypes: ['license.*', 'contract.*'] }), ['failed']],
    ['results', () => ({ statuses: ['FAILED'] }), ['failed']],
    ['a range of statuses', () => ({ statusCode: { min: 500, max: 599 } }), ['failed']],
    ['failure codes', () => ({ failureCodes: ['HTTP_SERVER_ERROR', 'CONNECT_TIMEOUT'] }), ['failed']],
    ['kinds', () => ({ kinds: ['INITIAL'] }), ['fine']],
    ['a duration', () => ({ durationMs: { max: 100 } }), ['fine']],
    ['a start time', () => ({ started: { from: '2026-11-20T12:00:00Z', to: '2026-11-20T12:00:00.001Z' } }), ['fine', 'failed']],
    ['a start time without hits', () => ({ started: { from: '2026-11-20T12:00:00.001Z' } }), []],
    ['several things at once', () => ({ search: 'sync', statuses: ['FAILED'], statusCode: { min: 503 } }), ['failed']],
  ])('finds by %s', async (_what, filter, expected) => {
    expect(await find(filter())).toEqual(expected);
  });

  it('shows an API key nothing outside its environments, whatever it asks for', async () => {
    const key = api.key(['WEBHOOKS_READ'], ['STAGING']);
    expect(await find({}, key)).toEqual(['fine']);
    expect(await find({ environments: ['PRODUCTION'] }, key)).toEqual([]);
    expect(await find({ search: failed.attempt.id }, key)).toEqual([]);
  });

  it('shows another account nothing', async () => {
    expect(await find({}, api.stranger())).toEqual([]);
    expect(await find({ search: failed.event.id }, api.stranger())).toEqual([]);
  });
});

describe('deliveryAttempt', () => {
  const DETAIL = `query ($id: ID!) { deliveryAttempt(id: $id) { number kind status statusCode durationMs revision worker remoteAddress
    request { method url headers { name value isMasked } body bodySize bodySha256 bodyUnavailableReason curl }
    response { statusCode reason httpVersion headers { name value } body contentType bodySize isTruncated bodyUnavailableReason }
    timing { queueMs dnsMs firstByteMs } failure { code message remedy isRetryable detail } signatures { scheme header value keyId } delivery { id } } }`;
  const detail = async (id: string) => (await api.read<{ deliveryAttempt: Record<string, Record<string, unknown>> }>(DETAIL, { id })).deliveryAttempt;

  it('shows exactly what was sent', async () => {
    const { request, signatures } = await detail(failed.attempt.id);
    expect(request).toMatchObject({
      method: 'POST', url: billing.url, body: failed.event.body, bodySize: String(Buffer.byteLength(failed.event.body)), bodyUnavailableReason: null,
      bodySha256: createHash('sha256').update(failed.event.body).digest('hex'),
      headers: [
        { name: 'Content-Type', value: 'application/json', isMasked: false }, { name: 'X-Webhook-Signature', value: 'sha256=abc', isMasked: false },
        { name: 'Authorization', value: MASKED_VALUE, isMasked: true },
      ],
    });
    expect(request?.curl).toBe([
      'curl -X POST \'https://billing.example.com/hook\'', '-H \'Content-Type: application/json\'', '-H \'X-Webhook-Signature: sha256=abc\'', `-H 'Authorization: ${MASKED_VALUE}'`,
      `--data-raw '${failed.event.body}'`,
    ].join(' \\\n  '));
    expect(signatures).toEqual([{ scheme: 'HMAC_BODY', header: 'X-Webhook-Signature', value: 'sha256=abc', keyId: 'sec_1' }]);
  });

  it('shows what came back, cut at a whole character', async () => {
    const { response } = await detail(failed.attempt.id);
    expect(response).toMatchObject({
      statusCode: 503, reason: 'Service Unavailable', httpVersion: '1.1', body: 'it\'s döwn', contentType: 'text/plain', bodySize: '70000',
      isTruncated: true, bodyUnavailableReason: 'TRUNCATED',
    });
  });

  it('tells why it failed and what to do', async () => {
    const { failure } = await detail(failed.attempt.id);
    expect(failure).toMatchObject({ code: 'HTTP_SERVER_ERROR', message: 'The receiver answered 503 Service Unavailable.', isRetryable: true, detail: { retry: false } });
    expect(failure?.remedy).not.toBe('');
  });

  it('has no failure when it succeeded', async () => {
    expect(await detail(fine.attempt.id)).toMatchObject({ status: 'SUCCEEDED', failure: null, revision: 1, timing: { queueMs: 1, dnsMs: null, firstByteMs: 30 } });
  });

  it('prefers the attempt\'s own body to that of the event, and hides bytes that are no text', async () => {
    const attempt = await api.addAttempt(fine.delivery, { number: 2 }, { requestBody: '{"text":"it\'s"}', responseBody: Buffer.from([0xff, 0xfe]) });
    const { request, response } = await detail(attempt.id);
    expect(request?.body).toBe('{"text":"it\'s"}');
    expect(request?.curl).toContain(`--data-raw '{"text":"it'\\''s"}'`);
    expect(response?.body).toBeNull();
  });

  it('is as absent for another account as one that does not exist', async () => {
    expect(await api.read('query ($id: ID!) { deliveryAttempt(id: $id) { id } }', { id: failed.attempt.id }, api.stranger())).toEqual({ deliveryAttempt: null });
  });
});

describe('a delivery', () => {
  it('shows the plan from now on', async () => {
    const { delivery } = await api.read<{ delivery: { plannedAttempts: { attempt: number; at: string; delay: string }[] } }>(
      'query ($id: ID!) { delivery(id: $id) { maxAttempts plannedAttempts { attempt at delay } viewerCanReplay attempts(first: 5) { nodes { id } } } }', { id: failed.delivery.id });
    expect(delivery).toMatchObject({ maxAttempts: 10, viewerCanReplay: true, attempts: { nodes: [{ id: failed.attempt.id }] } });
    expect(delivery.plannedAttempts).toHaveLength(8);
    expect(delivery.plannedAttempts.slice(0, 2)).toEqual([
      { attempt: 3, at: '2026-11-20T12:05:00.000Z', delay: 'PT5M' }, { attempt: 4, at: '2026-11-20T12:35:00.000Z', delay: 'PT30M' },
    ]);
  });

  it('can be retried once at a time, and the same key does nothing twice', async () => {
    const RETRY = 'mutation ($id: ID!, $key: String) { deliveryRetry(input: { id: $id, idempotencyKey: $key }) { delivery { id viewerCanReplay } isIdempotentReplay userErrors { code path } } }';
    const retry = async (key: string) => (await api.read<{ deliveryRetry: object }>(RETRY, { id: fine.delivery.id, key })).deliveryRetry;
    expect(await retry('a')).toEqual({ delivery: { id: fine.delivery.id, viewerCanReplay: false }, isIdempotentReplay: false, userErrors: [] });
    expect(await retry('a')).toMatchObject({ isIdempotentReplay: true, userErrors: [] });
    expect(await retry('b')).toEqual({ delivery: null, isIdempotentReplay: false, userErrors: [{ code: 'INVALID_STATE', path: ['input', 'id'] }] });
  });

  it('tells of the attempt that was asked for as soon as its result is known', async () => {
    const RETRY = 'mutation ($id: ID!) { deliveryRetry(input: { id: $id, idempotencyKey: "once" }) { attempt { id kind } isIdempotentReplay userErrors { code } } }';
    const webhook = await insertWebhook(api.store, { accountId: api.accountId });
    const delivery = await insertDelivery(api.store, webhook, await insertEvent(api.store, webhook), { status: 'FAILED', leaseOwner: null });
    const retry = async () => (await api.read<{ deliveryRetry: object }>(RETRY, { id: delivery.id })).deliveryRetry;
    await api.addAttempt(delivery);
    expect([await retry(), await retry()]).toMatchObject([{ attempt: null, isIdempotentReplay: false }, { attempt: null, isIdempotentReplay: true }]);
    const { id } = await api.addAttempt(delivery, { kind: 'MANUAL', number: 2 });
    await api.store.write((tx) => tx.update(Delivery, { id: delivery.id }, { isManualRequested: false, leaseOwner: null }));
    expect(await retry()).toEqual({ attempt: { id, kind: 'MANUAL' }, isIdempotentReplay: true, userErrors: [] });
  });

  it('outlives its webhook', async () => {
    const webhook = await insertWebhook(api.store, { accountId: api.accountId, name: 'Short-lived', deletedAt: NOON });
    const delivery = await insertDelivery(api.store, webhook, await insertEvent(api.store, webhook));
    expect(await api.read('query ($id: ID!) { delivery(id: $id) { webhookName webhook { id } maxAttempts viewerCanReplay } }', { id: delivery.id }))
      .toEqual({ delivery: { webhookName: 'Short-lived', webhook: null, maxAttempts: 10, viewerCanReplay: false } });
  });
});

describe('deliveries', () => {
  const find = async (filter: Record<string, unknown>) => {
    const query = 'query ($filter: DeliveryFilter) { deliveries(first: 20, filter: $filter) { nodes { id } count { value } } }';
    const { deliveries } = await api.read<{ deliveries: { nodes: { id: string }[] } }>(query, { filter: { webhookIds: [billing.id, crm.id], ...filter } });
    return deliveries.nodes.map(({ id }) => (id === failed.delivery.id ? 'failed' : 'fine'));
  };

  it.each<[string, () => Record<string, unknown>, string[]]>([
    ['webhooks', () => ({}), ['fine', 'failed']],
    ['the status', () => ({ statuses: ['RETRYING'] }), ['failed']],
    ['the last answer', () => ({ statusCode: { min: 500 } }), ['failed']],
    ['the last failure', () => ({ failureCodes: ['HTTP_SERVER_ERROR'] }), ['failed']],
    ['the trigger', () => ({ triggers: ['REPLAY'] }), []],
    ['the number of attempts', () => ({ attemptCount: { max: 1 } }), ['fine']],
    ['resources', () => ({ resourceIds: ['prod_1', 'unknown'] }), ['fine']],
    ['an unknown resource', () => ({ resourceIds: ['unknown'] }), []],
    ['an attempt id', () => ({ search: failed.attempt.id }), ['failed']],
    ['a resource id', () => ({ search: 'prod_1' }), ['fine']],
    ['part of a name', () => ({ search: 'SYNC' }), ['failed']],
    ['the time of creation', () => ({ created: { from: '2026-11-20T12:00:01Z' } }), []],
  ])('are found by %s', async (_what, filter, expected) => {
    expect(await find(filter())).toEqual(expected);
  });

  it('of a webhook stay its own, whatever the filter asks', async () => {
    const query = 'query ($id: ID!, $filter: DeliveryFilter) { webhook(id: $id) { deliveries(first: 5, filter: $filter) { nodes { id } count { value } } } }';
    const own = { webhook: { deliveries: { nodes: [{ id: failed.delivery.id }], count: { value: 1 } } } };
    expect(await api.read(query, { id: billing.id, filter: {} })).toEqual(own);
    expect(await api.read(query, { id: billing.id, filter: { webhookIds: [billing.id], search: 'sync' } })).toEqual(own);
    expect(await api.read(query, { id: billing.id, filter: { webhookIds: [crm.id] } })).toEqual({ webhook: { deliveries: { nodes: [], count: { value: 0 } } } });
  });

  it('come with webhook, event and last attempt in as few statements for fifty as for one', async () => {
    for (let index = 0; index < 50; index++) {
      const webhook = await insertWebhook(api.store, { accountId: api.accountId });
      const delivery = await insertDelivery(api.store, webhook, await insertEvent(api.store, webhook));
      const { id } = await api.addAttempt(delivery);
      await api.store.write((tx) => tx.update(Delivery, { id: delivery.id }, { lastAttemptId: id }));
    }
    const LIST = `query ($first: Int!) { deliveries(first: $first) { nodes { id maxAttempts viewerCanReplay webhook { name environment { key } }
      event { resourceId payload type { code } deliverySummary { total } } lastAttempt { request { bodySize } } } } }`;
    const [one, fifty] = [await api.countReads(() => api.read(LIST, { first: 1 })), await api.countReads(() => api.read(LIST, { first: 50 }))];
    expect(fifty).toBe(one);
    expect(fifty).toBe(9);
  });
});
