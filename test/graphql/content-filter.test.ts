import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Delivery } from '../../server/storage/entities/delivery.ts';
import { deliveryRow, insertEvent, insertWebhook } from '../support/factories.ts';
import { ApiBench } from './api-bench.ts';

interface Preview { isMatch: boolean | null; failure: string | null; cost: number | null; userErrors: { code: string; path: string[]; message: string }[] }

const PREVIEW = `query ($input: ContentFilterPreviewInput!) { contentFilterPreview(input: $input) { isMatch failure cost userErrors { code path message } } }`;

let api: ApiBench;
beforeAll(async () => { api = await ApiBench.open(); });
afterAll(() => api.close());

const preview = async (input: Record<string, unknown>, viewer = api.member('ADMIN')) =>
  (await api.read<{ contentFilterPreview: Preview }>(PREVIEW, { input }, viewer)).contentFilterPreview;

describe('contentFilterPreview', () => {
  it('asks a filter about the example of an event type', async () => {
    const eventType = 'license.created';
    expect(await preview({ eventType, expression: 'payload.license.status == "available" && eventCode == "license.created"' }))
      .toMatchObject({ isMatch: true, failure: null, cost: expect.any(Number), userErrors: [] });
    expect(await preview({ eventType, example: 'api', expression: 'payload.license.licenseType == "subscription"' })).toMatchObject({ isMatch: false });
  });

  it('asks it about a payload of the caller', async () => {
    const input = { eventType: 'license.created', payload: { seats: [1, 2, 3] } };
    expect(await preview({ ...input, expression: 'size(payload.seats) > 2' })).toMatchObject({ isMatch: true });
  });

  it('asks it about a stored event', async () => {
    const event = await insertEvent(api.store, await insertWebhook(api.store, { accountId: api.accountId }));
    expect(await preview({ eventId: event.id, expression: `eventId == "${event.id}" && resourceId == "${event.resourceId}"` })).toMatchObject({ isMatch: true });
  });

  it('says where a filter has no answer, or may take too long', async () => {
    const input = { eventType: 'license.created', expression: 'payload.license.customer.id == "cus_1"' };
    expect(await preview(input)).toMatchObject({ isMatch: null, failure: 'No such key: id (line 1, column 26).', userErrors: [] });
    const large = { eventType: 'license.created', payload: { items: Array.from({ length: 2000 }, () => 1) }, expression: 'payload.items.exists(a, payload.items.exists(b, a != b))' };
    expect(await preview(large)).toMatchObject({ isMatch: null, failure: expect.stringContaining('steps for this event') as string });
  });

  it('says what is wrong with an expression or a request', async () => {
    const codes = async (input: Record<string, unknown>) => (await preview(input)).userErrors.map(({ code, path }) => `${code} ${path.join('.')}`);
    expect(await codes({ eventType: 'license.created', expression: 'payload.' })).toEqual(['INVALID input.expression']);
    expect(await codes({ expression: 'true' })).toEqual(['REQUIRED input.eventType']);
    expect(await codes({ expression: 'true', eventId: 'evt_1', eventType: 'license.created' })).toEqual(['INVALID input.eventType']);
    expect(await codes({ expression: 'true', eventType: 'license.invented' })).toEqual(['UNKNOWN_EVENT_TYPE input.eventType']);
    expect(await codes({ expression: 'true', eventType: 'license.created', example: 'none' })).toEqual(['NOT_FOUND input.example']);
    expect(await codes({ expression: 'true', eventId: 'evt_none' })).toEqual(['NOT_FOUND input.eventId']);
  });

  it('shows no event of another account or environment', async () => {
    const event = await insertEvent(api.store, await insertWebhook(api.store, { accountId: api.accountId, environment: 'PRODUCTION' }));
    const input = { eventId: event.id, expression: 'true' };
    for (const viewer of [api.stranger(), api.key(['WEBHOOKS_READ'], ['STAGING'])]) {
      expect((await preview(input, viewer)).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
    }
  });

  it('is for admins and keys that may read webhooks', async () => {
    const variables = { input: { eventType: 'license.created', expression: 'true' } };
    expect((await api.ask(api.member('OPERATOR'), PREVIEW, variables)).codes).toEqual(['FORBIDDEN']);
    expect((await api.ask(api.key(['EVENTS_PUBLISH']), PREVIEW, variables)).codes).toEqual(['FORBIDDEN']);
    expect((await api.ask(null, PREVIEW, variables)).codes).toEqual(['UNAUTHENTICATED']);
  });
});

describe('the content filter of a webhook', () => {
  it('is read back as it was given, and cleared by null', async () => {
    const CREATE = `mutation ($input: WebhookCreateInput!) { webhookCreate(input: $input) { webhook { id contentFilter } userErrors { path } } }`;
    const input = { name: 'Trials', url: 'https://hooks.example.com/a', environment: 'STAGING', events: ['license.*'], contentFilter: 'payload.license.status == "active"' };
    const { webhookCreate: { webhook } } = await api.read<{ webhookCreate: { webhook: { id: string; contentFilter: string } } }>(CREATE, { input });
    expect(webhook.contentFilter).toBe(input.contentFilter);
    const UPDATE = `mutation ($input: WebhookUpdateInput!) { webhookUpdate(input: $input) { webhook { contentFilter } userErrors { path } } }`;
    const changes = [{ contentFilter: 'eventCode' }, { name: 'Other' }, { contentFilter: null }];
    const answers = [];
    for (const change of changes) answers.push(await api.read(UPDATE, { input: { id: webhook.id, ...change } }));
    expect(answers).toEqual([
      { webhookUpdate: { webhook: null, userErrors: [{ path: ['input', 'contentFilter'] }] } },
      { webhookUpdate: { webhook: { contentFilter: input.contentFilter }, userErrors: [] } },
      { webhookUpdate: { webhook: { contentFilter: null }, userErrors: [] } },
    ]);
  });

  it('is the reason of a delivery that it held back', async () => {
    const webhook = await insertWebhook(api.store, { accountId: api.accountId });
    const event = await insertEvent(api.store, webhook);
    const delivery = deliveryRow(webhook, event, { status: 'SKIPPED', skipReason: 'FILTER_REFUSED', leaseOwner: null, dueAt: null });
    await api.store.write((tx) => tx.insert(Delivery, delivery));
    expect(await api.read('query ($id: ID!) { delivery(id: $id) { status skipReason } }', { id: delivery.id }))
      .toEqual({ delivery: { status: 'SKIPPED', skipReason: 'FILTER_REFUSED' } });
  });
});
