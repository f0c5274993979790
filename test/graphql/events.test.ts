import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Delivery } from '../../server/storage/entities/delivery.ts';
import { WebhookEvent } from '../../server/storage/entities/webhook-event.ts';
import { insertDelivery, insertEvent, insertWebhook, NOON } from '../support/factories.ts';
import { ApiBench } from './api-bench.ts';

let api: ApiBench;
let payload: unknown;
beforeAll(async () => {
  api = await ApiBench.open();
  payload = api.commands.deps.catalogue.byCode(api.accountId, 'license.activated')?.examples[0]?.payload;
  await insertWebhook(api.store, { accountId: api.accountId });
});
afterAll(() => api.close());

interface Problem { code: string; path: string[]; message: string; violations?: { instancePointer: string }[] }
interface Result { index?: number; event: { id: string } | null; matchedWebhookCount?: number; isIdempotentReplay: boolean; userErrors: Problem[] }

const event = (own: Record<string, unknown> = {}) =>
  ({ type: 'license.activated', environment: 'PRODUCTION', resourceId: 'lic_1', idempotencyKey: `key ${Math.random()}`, payload, ...own });
const ERRORS = 'userErrors { code path message ... on PayloadSchemaError { violations { instancePointer } } }';
const publish = async (own: Record<string, unknown> = {}) => (await api.read<{ eventPublish: Result }>(
  `mutation ($event: EventInput!) { eventPublish(input: { event: $event }) { event { id } matchedWebhookCount isIdempotentReplay ${ERRORS} } }`, { event: event(own) })).eventPublish;
const BATCH = `mutation ($input: EventsPublishInput!) { eventsPublish(input: $input) { results { index event { id } isIdempotentReplay ${ERRORS} } ${ERRORS} } }`;
const publishAll = async (input: { events: unknown[]; mode?: string }) =>
  (await api.read<{ eventsPublish: { results: Result[]; userErrors: Problem[] } }>(BATCH, { input })).eventsPublish;

describe('eventPublish', () => {
  it('stores the event with its deliveries', async () => {
    const result = await publish();
    expect(result).toMatchObject({ matchedWebhookCount: 1, isIdempotentReplay: false, userErrors: [] });
    expect(await api.store.reader.countBy(Delivery, { eventId: result.event!.id })).toBe(1);
  });

  it('returns the first event to a repetition and refuses another one under its key', async () => {
    const first = await publish({ idempotencyKey: 'same' });
    expect(await publish({ idempotencyKey: 'same' })).toMatchObject({ event: first.event, isIdempotentReplay: true });
    expect((await publish({ idempotencyKey: 'same', resourceId: 'lic_2' })).userErrors)
      .toMatchObject([{ code: 'IDEMPOTENCY_KEY_REUSED', path: ['input', 'event', 'idempotencyKey'] }]);
  });

  it.each([
    ['an unknown type, with a suggestion', { type: 'license.actived' }, 'UNKNOWN_EVENT_TYPE', 'type'],
    ['an empty resource id', { resourceId: '' }, 'REQUIRED', 'resourceId'],
    ['an empty key', { idempotencyKey: ' ' }, 'REQUIRED', 'idempotencyKey'],
    ['no payload', { payload: null }, 'REQUIRED', 'payload'],
    ['payload and rawPayload', { rawPayload: '{}' }, 'INVALID', 'payload'],
    ['rawPayload that is no JSON', { payload: undefined, rawPayload: '{' }, 'INVALID', 'rawPayload'],
    ['a bad traceparent', { traceparent: 'x' }, 'INVALID', 'traceparent'],
  ])('refuses %s', async (_what, own, code, field) => {
    const before = await api.store.reader.count(WebhookEvent);
    const { event: stored, userErrors } = await publish(own);
    expect(stored).toBeNull();
    expect(userErrors).toMatchObject([{ code, path: ['input', 'event', field] }]);
    expect(await api.store.reader.count(WebhookEvent)).toBe(before);
  });

  it('names the places at which a payload breaks its schema', async () => {
    const { userErrors } = await publish({ payload: {} });
    expect(userErrors).toMatchObject([{ code: 'PAYLOAD_SCHEMA_VIOLATION', path: ['input', 'event', 'payload'] }]);
    expect(userErrors[0]?.violations?.length).toBeGreaterThan(0);
  });

  it('keeps a raw payload byte for byte', async () => {
    const rawPayload = `${JSON.stringify(payload).slice(0, -1)}, "big" : 12345678901234567890 }`;
    const { event: stored } = await publish({ payload: undefined, rawPayload });
    expect((await api.store.reader.findOneByOrFail(WebhookEvent, { id: stored!.id })).body).toContain(`"payload":${rawPayload}}`);
  });

  it('refuses an API key another environment than its own', async () => {
    const { data } = await api.ask<{ eventPublish: Result }>(api.key(['EVENTS_PUBLISH'], ['STAGING']),
      `mutation ($event: EventInput!) { eventPublish(input: { event: $event }) { event { id } ${ERRORS} } }`, { event: event() });
    expect(data?.eventPublish.userErrors).toMatchObject([{ code: 'INVALID', path: ['input', 'event', 'environment'] }]);
  });
});

describe('eventsPublish', () => {
  it('stores all or nothing, and tells which one is to blame', async () => {
    const before = await api.store.reader.count(WebhookEvent);
    const { results } = await publishAll({ events: [event(), event({ type: 'nope.nope' })] });
    expect(results.map(({ index, event: stored }) => [index, stored])).toEqual([[0, null], [1, null]]);
    expect(results[1]?.userErrors).toMatchObject([{ code: 'UNKNOWN_EVENT_TYPE', path: ['input', 'events', '1', 'type'] }]);
    expect(await api.store.reader.count(WebhookEvent)).toBe(before);
  });

  it('stores what is good, when that is asked for', async () => {
    const { results } = await publishAll({ events: [event(), event({ type: 'nope.nope' }), event()], mode: 'PARTIAL' });
    expect(results.map(({ event: stored }) => stored !== null)).toEqual([true, false, true]);
  });

  it('takes a thousand events, and reads nothing back to answer', async () => {
    const events = Array.from({ length: 1000 }, () => event());
    const reads = await api.countReads(async () => {
      const { results } = await publishAll({ events });
      expect(results.filter((result) => result.event)).toHaveLength(1000);
    });
    expect(reads).toBeLessThanOrEqual(3);
  });

  it.each([[0, 'REQUIRED'], [1001, 'TOO_MANY']])('refuses a batch of %i', async (count, code) => {
    const one = event();
    const { results, userErrors } = await publishAll({ events: Array.from({ length: count }, () => one) });
    expect(results).toEqual([]);
    expect(userErrors).toMatchObject([{ code, path: ['input', 'events'] }]);
  });
});

describe('webhookEvents', () => {
  let own: ApiBench;
  let events: WebhookEvent[];
  const find = async (filter: Record<string, unknown>) => {
    const { webhookEvents } = await own.read<{ webhookEvents: { nodes: { id: string }[] } }>(
      'query ($filter: WebhookEventFilter) { webhookEvents(first: 10, filter: $filter) { nodes { id } count { value } } }', { filter });
    return webhookEvents.nodes.map(({ id }) => events.findIndex((each) => each.id === id));
  };

  beforeAll(async () => {
    own = await ApiBench.open();
    const webhook = await insertWebhook(own.store, { accountId: own.accountId });
    events = [
      await insertEvent(own.store, webhook, { resourceId: 'lic_a', idempotencyKey: 'key-a' }),
      await insertEvent(own.store, webhook, { resourceId: 'lic_b', code: 'product.created', environment: 'STAGING', occurredAt: NOON - 1000 }),
      await insertEvent(own.store, webhook, { resourceId: webhook.id, code: 'webhook.test', isTest: true, idempotencyKey: null }),
    ];
    await insertDelivery(own.store, webhook, events[0]!, { status: 'SUCCEEDED' });
    await insertDelivery(own.store, webhook, events[0]!, { status: 'RETRYING' });
    await insertDelivery(own.store, webhook, events[0]!, { status: 'SKIPPED' });
  });
  afterAll(() => own.close());

  it.each<[string, () => Record<string, unknown>, number[]]>([
    ['nothing', () => ({}), [2, 1, 0]],
    ['an event id', () => ({ search: events[1]!.id }), [1]],
    ['a resource id', () => ({ search: 'lic_a' }), [0]],
    ['an idempotency key', () => ({ search: 'key-a' }), [0]],
    ['part of a resource id', () => ({ search: 'lic' }), []],
    ['environments', () => ({ environments: ['STAGING'] }), [1]],
    ['patterns', () => ({ types: ['license.*', 'webhook.test'] }), [2, 0]],
    ['everything', () => ({ types: ['*'] }), [2, 1, 0]],
    ['when it happened', () => ({ occurred: { from: '2026-11-20T11:59:00Z', to: '2026-11-20T12:00:00Z' } }), [1]],
    ['resource ids', () => ({ resourceIds: ['lic_a', 'lic_b'] }), [1, 0]],
    ['being a test', () => ({ isTest: true }), [2]],
    ['not being a test', () => ({ isTest: false }), [1, 0]],
    ['what the payload contains', () => ({ payloadContains: { note: 'a test' } }), [2, 1, 0]],
    ['what the payload contains, among others', () => ({ payloadContains: { note: 'a test' }, isTest: true }), [2]],
    ['what no payload contains', () => ({ payloadContains: { note: 'another' } }), []],
    ['no payload at all', () => ({ payloadContains: null, isTest: true }), [2]],
  ])('are found by %s', async (_what, filter, expected) => {
    expect(await find(filter())).toEqual(expected);
  });

  it('are not looked for by more than can be compared', async () => {
    const { codes, errors } = await own.ask(own.member('ADMIN'), 'query ($filter: WebhookEventFilter) { webhookEvents(first: 1, filter: $filter) { nodes { id } } }',
      { filter: { payloadContains: { note: 'x'.repeat(2_000) } } });
    expect([codes, errors.map(({ message }) => message)]).toEqual([['BAD_USER_INPUT'], [expect.stringContaining('`payloadContains`: It may have at most 2000 characters')]]);
  });

  it('tell their type, payload and how their deliveries stand', async () => {
    const { webhookEvent } = await own.read<{ webhookEvent: object }>(`query ($id: ID!) { webhookEvent(id: $id) {
      type { code name group { key name } bodySchema } payload payloadUnavailableReason environment { key } isTest occurredAt schemaVersion
      deliverySummary { total succeeded pending failed cancelled } deliveries(first: 5) { nodes { status } count { value isExact } } } }`, { id: events[0]!.id });
    expect(webhookEvent).toMatchObject({
      type: { code: 'license.activated', group: { key: 'license', name: 'License Events' } }, payload: { note: 'a test' }, payloadUnavailableReason: null,
      environment: { key: 'PRODUCTION' }, isTest: false, occurredAt: '2026-11-20T12:00:00.000Z', schemaVersion: '2026-01-01',
      deliverySummary: { total: 3, succeeded: 1, pending: 1, failed: 0, cancelled: 1 }, deliveries: { count: { value: 3, isExact: true } },
    });
  });

  it('still have a type when the catalogue has it no more', async () => {
    const webhook = await insertWebhook(own.store, { accountId: own.accountId });
    const { id } = await insertEvent(own.store, webhook, { code: 'gone.type' });
    expect(await own.read('query ($id: ID!) { webhookEvent(id: $id) { type { code name } } }', { id })).toEqual({ webhookEvent: { type: { code: 'gone.type', name: 'gone.type' } } });
  });
});

describe('the catalogue', () => {
  it('comes in groups in the order of the picker', async () => {
    const { eventTypeGroups } = await api.read<{ eventTypeGroups: { key: string; name: string; eventTypes: { code: string }[] }[] }>(
      '{ eventTypeGroups { key name description eventTypes { code examples { key payload } payloadSchema } } }', {}, api.member('VIEWER'));
    expect(eventTypeGroups.map(({ key, eventTypes }) => [key, eventTypes.length])).toEqual([['license', 9], ['activation', 3], ['product', 3], ['contract', 4], ['telemetry', 2]]);
  });

  it('can be searched', async () => {
    const { eventTypeGroups } = await api.read<{ eventTypeGroups: { key: string }[] }>('{ eventTypeGroups(search: "TELEMETRY.") { key } }');
    expect(eventTypeGroups).toEqual([{ key: 'telemetry' }]);
  });

  it('tells how many active webhooks receive a type', async () => {
    await insertWebhook(api.store, { accountId: api.accountId, environment: 'STAGING', eventPatterns: ['*'] });
    await insertWebhook(api.store, { accountId: api.accountId, status: 'INACTIVE', eventPatterns: ['license.*'] });
    api.commands.deps.directory.invalidate(api.accountId);
    expect(await api.read('{ eventType(code: "license.created") { all: subscriberCount staging: subscriberCount(environment: STAGING) } }'))
      .toEqual({ eventType: { all: 2, staging: 1 } });
  });

  it('has no type under an unknown code', async () => {
    expect(await api.read('{ eventType(code: "nope.nope") { id } }')).toEqual({ eventType: null });
  });
});
