import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../server/domain/ids.ts';
import type { ApiScope } from '../../server/domain/roles.ts';
import { ApiBench } from './api-bench.ts';

/** Every guarded field, what it asks for, and the scope that opens it to API keys. */
const id = newId('wh');
const GUARDED: [field: string, operation: string, scope: ApiScope | null][] = [
  ['webhooks', '{ webhooks(first: 1) { totalCount } }', 'WEBHOOKS_READ'],
  ['webhook', `{ webhook(id: "${id}") { id } }`, 'WEBHOOKS_READ'],
  ['webhookEvents', '{ webhookEvents(first: 1) { nodes { id } } }', 'WEBHOOKS_READ'],
  ['webhookEvent', `{ webhookEvent(id: "${id}") { id } }`, 'WEBHOOKS_READ'],
  ['deliveries', '{ deliveries(first: 1) { nodes { id } } }', 'WEBHOOKS_READ'],
  ['delivery', `{ delivery(id: "${id}") { id } }`, 'WEBHOOKS_READ'],
  ['deliveryAttempts', '{ deliveryAttempts(first: 1) { nodes { id } } }', 'WEBHOOKS_READ'],
  ['deliveryAttempt', `{ deliveryAttempt(id: "${id}") { id } }`, 'WEBHOOKS_READ'],
  ['Environment.webhookCount', '{ environments { webhookCount } }', 'WEBHOOKS_READ'],
  ['EventType.subscriberCount', '{ eventType(code: "license.created") { subscriberCount } }', 'WEBHOOKS_READ'],
  ['webhookCreate', 'mutation { webhookCreate(input: { name: "", url: "", environment: STAGING, events: [] }) { userErrors { code } } }', 'WEBHOOKS_WRITE'],
  ['webhookUpdate', `mutation { webhookUpdate(input: { id: "${id}" }) { userErrors { code } } }`, 'WEBHOOKS_WRITE'],
  ['webhookDelete', `mutation { webhookDelete(input: { id: "${id}" }) { userErrors { code } } }`, 'WEBHOOKS_WRITE'],
  ['webhookRestore', `mutation { webhookRestore(input: { id: "${id}" }) { userErrors { code } } }`, 'WEBHOOKS_WRITE'],
  ['webhookSecretExpire', `mutation { webhookSecretExpire(input: { id: "${id}", secretId: "${id}" }) { userErrors { code } } }`, 'WEBHOOKS_WRITE'],
  ['auditLog', '{ auditLog(first: 1) { nodes { id } } }', 'AUDIT_READ'],
  ['webhooksActivate', `mutation { webhooksActivate(input: { ids: ["${id}"] }) { userErrors { code } } }`, 'WEBHOOKS_WRITE'],
  ['webhooksDeactivate', `mutation { webhooksDeactivate(input: { ids: ["${id}"] }) { userErrors { code } } }`, 'WEBHOOKS_WRITE'],
  ['webhookSecretRotate', `mutation { webhookSecretRotate(input: { id: "${id}" }) { userErrors { code } } }`, 'WEBHOOKS_WRITE'],
  ['webhookSecretReveal', `mutation { webhookSecretReveal(input: { id: "${id}" }) { userErrors { code } } }`, null],
  ['webhookTest', `mutation { webhookTest(input: { id: "${id}" }) { userErrors { code } } }`, 'WEBHOOKS_WRITE'],
  ['deliveryRetry', `mutation { deliveryRetry(input: { id: "${id}" }) { userErrors { code } } }`, 'DELIVERIES_WRITE'],
  ['deliveryCancel', `mutation { deliveryCancel(input: { id: "${id}" }) { userErrors { code } } }`, 'DELIVERIES_WRITE'],
  ['deliveriesReplay', 'mutation { deliveriesReplay(input: { scope: {}, idempotencyKey: "k" }) { userErrors { code } } }', 'DELIVERIES_WRITE'],
  ['deliveriesCancel', 'mutation { deliveriesCancel(input: { scope: {}, idempotencyKey: "k" }) { userErrors { code } } }', 'DELIVERIES_WRITE'],
  ['bulkOperationCancel', `mutation { bulkOperationCancel(input: { id: "${id}" }) { userErrors { code } } }`, 'DELIVERIES_WRITE'],
  ['bulkOperations', '{ bulkOperations(first: 1) { totalCount } }', 'DELIVERIES_WRITE'],
  ['bulkEstimate', '{ bulkEstimate(kind: CANCEL, scope: { filter: {} }) { token } }', 'DELIVERIES_WRITE'],
];
const PUBLISH = 'mutation { eventsPublish(input: { events: [] }) { userErrors { code } } }';

describe('access', () => {
  let api: ApiBench;
  const allScopes: ApiScope[] = ['WEBHOOKS_READ', 'WEBHOOKS_WRITE', 'DELIVERIES_WRITE', 'EVENTS_PUBLISH', 'AUDIT_READ'];

  beforeAll(async () => {
    api = await ApiBench.open();
  });
  afterAll(() => api.close());

  it.each(GUARDED)('to %s is for ADMIN and higher', async (_field, operation) => {
    for (const role of ['VIEWER', 'OPERATOR'] as const) expect((await api.ask(api.member(role), operation)).codes).toEqual(expect.arrayContaining(['FORBIDDEN']));
    for (const role of ['ADMIN', 'SUPER_ADMIN'] as const) expect((await api.ask(api.member(role), operation)).codes).toEqual([]);
  });

  it.each(GUARDED)('to %s is for API keys with the right scope', async (_field, operation, scope) => {
    const others = allScopes.filter((each) => each !== scope);
    expect((await api.ask(api.key(others), operation)).codes).toEqual(expect.arrayContaining(['FORBIDDEN']));
    if (scope) expect((await api.ask(api.key([scope]), operation)).codes).toEqual([]);
  });

  it.each(GUARDED)('to %s is for nobody without a sign-in', async (_field, operation) => {
    expect((await api.ask(null, operation)).codes).toEqual(['UNAUTHENTICATED']);
  });

  it('to publishing is for super admins and keys with the scope', async () => {
    expect((await api.ask(api.member('ADMIN'), PUBLISH)).codes).toEqual(['FORBIDDEN']);
    expect((await api.ask(api.key(['WEBHOOKS_WRITE']), PUBLISH)).codes).toEqual(['FORBIDDEN']);
    expect((await api.ask(api.member('SUPER_ADMIN'), PUBLISH)).codes).toEqual([]);
    expect((await api.ask(api.key(['EVENTS_PUBLISH']), PUBLISH)).codes).toEqual([]);
  });

  it('names the role that is needed', async () => {
    const { errors } = await api.ask(api.member('OPERATOR'), '{ webhooks(first: 1) { totalCount } }');
    expect(errors[0]?.message).toContain('ADMIN');
  });

  it('to the catalogue is for every caller', async () => {
    for (const viewer of [api.member('VIEWER'), api.key([])]) {
      expect((await api.ask(viewer, '{ eventTypeGroups { key eventTypes { code } } environments { key } }')).codes).toEqual([]);
    }
  });

  it('does not lead from the result of a mutation to what its scope does not cover', async () => {
    const operation = `mutation ($event: EventInput!) { eventPublish(input: { event: $event }) { event { deliveries(first: 1) { nodes { url } } } userErrors { code } } }`;
    const payload = api.commands.deps.catalogue.byCode(api.accountId, 'product.deleted')?.examples[0]?.payload;
    const event = { type: 'product.deleted', environment: 'STAGING', resourceId: 'prod_1', idempotencyKey: 'key', payload };
    const { data, codes } = await api.ask<{ eventPublish: object }>(api.key(['EVENTS_PUBLISH']), operation, { event });
    expect(codes).toEqual(['FORBIDDEN']);
    expect(data?.eventPublish).toEqual({ event: null, userErrors: [] });
  });
});
