import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Viewer } from '../../server/auth/viewer.ts';
import type { Delivery } from '../../server/storage/entities/delivery.ts';
import type { Webhook } from '../../server/storage/entities/webhook.ts';
import { insertDelivery, insertEvent, insertWebhook, NOON } from '../support/factories.ts';
import { OperationWorkers } from '../support/operations.ts';
import { ApiBench } from './api-bench.ts';

const REPLAY = `mutation ($input: DeliveriesReplayInput!) { deliveriesReplay(input: $input) {
  bulkOperation { id kind status totalCount scopeDescription } isIdempotentReplay userErrors { code path } } }`;
const CANCEL_ALL = 'mutation ($input: DeliveriesCancelInput!) { deliveriesCancel(input: $input) { bulkOperation { id kind } userErrors { code path } } }';
const CANCEL = 'mutation ($id: ID!) { deliveryCancel(input: { id: $id }) { delivery { status viewerCanCancel } userErrors { code path } } }';
const STOP = 'mutation ($id: ID!) { bulkOperationCancel(input: { id: $id }) { bulkOperation { status } userErrors { code path } } }';
const ESTIMATE = `query ($kind: BulkOperationKind!, $scope: DeliveryScopeInput!) { bulkEstimate(kind: $kind, scope: $scope) {
  deliveries { value isExact } webhooks { id } unreplayable estimatedDuration warnings token } }`;
const NODE = `query ($id: ID!) { node(id: $id) { ... on BulkOperation { status processedCount succeededCount failedCount completedAt failureMessage
  deliveries(first: 10) { nodes { trigger replayOf { id } } count { value } } } } }`;
const LIST = '{ bulkOperations(first: 100) { nodes { id } totalCount } }';

interface Begun { deliveriesReplay: { bulkOperation: { id: string }; userErrors: object[] } }

describe('bulk operations', () => {
  let api: ApiBench;
  let webhook: Webhook;
  let key = 0;
  beforeAll(async () => {
    api = await ApiBench.open();
    webhook = await insertWebhook(api.store, { accountId: api.accountId, name: 'Billing sync' });
  });
  afterAll(() => api.close());

  const add = async (own: Partial<Delivery> = {}) => insertDelivery(api.store, webhook, await insertEvent(api.store, webhook), own);
  const addFailed = () => add({ status: 'FAILED', leaseOwner: null, dueAt: null, nextAttemptAt: null, completedAt: NOON });
  const replay = async (scope: object, viewer?: Viewer) =>
    (await api.read<Begun>(REPLAY, { input: { scope, idempotencyKey: `key ${++key}` } }, viewer)).deliveriesReplay.bulkOperation.id;

  const runToEnd = (id: string) => new OperationWorkers(api.commands.deps).runToEnd(id);

  it('replay what an estimate has shown, and tell what came of it', async () => {
    const [failed, succeeded] = [await addFailed(), await add({ status: 'SUCCEEDED', leaseOwner: null, dueAt: null })];
    const scope = { filter: { webhookIds: [webhook.id], statuses: ['FAILED', 'SUCCEEDED'] } };
    const { bulkEstimate } = await api.read<{ bulkEstimate: { token: string } }>(ESTIMATE, { kind: 'REPLAY', scope });
    expect(bulkEstimate).toMatchObject({
      deliveries: { value: 2, isExact: true }, webhooks: [{ id: webhook.id }], unreplayable: 0, estimatedDuration: 'PT1S', warnings: [expect.stringMatching(/succeeded/)],
    });
    const { deliveriesReplay } = await api.read<Begun>(REPLAY, { input: { scope, estimateToken: bulkEstimate.token, idempotencyKey: 'a' } });
    expect(deliveriesReplay).toMatchObject({
      bulkOperation: { kind: 'REPLAY', status: 'QUEUED', scopeDescription: 'Deliveries: of webhook "Billing sync"; status FAILED, SUCCEEDED, only those that failed or were skipped' },
      isIdempotentReplay: false, userErrors: [],
    });
    const { id } = deliveriesReplay.bulkOperation;
    await runToEnd(id);
    expect(await api.read(NODE, { id })).toMatchObject({ node: {
      status: 'COMPLETED', processedCount: 1, succeededCount: 1, failedCount: 0, failureMessage: null,
      deliveries: { nodes: [{ trigger: 'REPLAY', replayOf: { id: failed.id } }], count: { value: 1 } },
    } });
    const named = await replay({ ids: [succeeded.id] });
    await runToEnd(named);
    expect(await api.read(NODE, { id: named })).toMatchObject({ node: { failedCount: 1, failureMessage: 'Not replayed: 1 that have neither failed nor been skipped.' } });
  });

  it('cancel one delivery and many', async () => {
    const [one, other] = [await add(), await add()];
    expect(await api.read('query ($id: ID!) { delivery(id: $id) { viewerCanCancel } }', { id: one.id })).toEqual({ delivery: { viewerCanCancel: true } });
    expect(await api.read(CANCEL, { id: one.id })).toEqual({ deliveryCancel: { delivery: { status: 'CANCELLED', viewerCanCancel: false }, userErrors: [] } });
    const { deliveriesCancel } = await api.read<{ deliveriesCancel: { bulkOperation: { id: string } } }>(CANCEL_ALL, { input: { scope: { ids: [other.id] }, idempotencyKey: 'c' } });
    expect(deliveriesCancel).toMatchObject({ bulkOperation: { kind: 'CANCEL' }, userErrors: [] });
    await runToEnd(deliveriesCancel.bulkOperation.id);
    expect(await api.read('query ($id: ID!) { delivery(id: $id) { status } }', { id: other.id })).toEqual({ delivery: { status: 'CANCELLED' } });
  });

  it('can be stopped', async () => {
    const id = await replay({ ids: [(await addFailed()).id] });
    expect(await api.read(STOP, { id })).toEqual({ bulkOperationCancel: { bulkOperation: { status: 'CANCELLING' }, userErrors: [] } });
  });

  it('refuse a bad scope with a path, and an estimate of it with a reason', async () => {
    expect(await api.read(REPLAY, { input: { scope: {}, idempotencyKey: 'b' } })).toMatchObject({ deliveriesReplay: { bulkOperation: null, userErrors: [{ code: 'INVALID', path: ['input', 'scope'] }] } });
    const { errors, codes } = await api.ask(api.member('ADMIN'), ESTIMATE, { kind: 'CANCEL', scope: {} });
    expect(codes).toEqual(['BAD_USER_INPUT']);
    expect(errors[0]?.message).toMatch(/exactly one/);
    const long = { filter: { webhookIds: Array<string>(101).fill('wh') } };
    expect((await api.ask(api.member('ADMIN'), REPLAY, { input: { scope: long, idempotencyKey: 'd' } })).codes).toEqual(['BAD_USER_INPUT']);
  });

  it('are for administrators and keys with the scope', async () => {
    const id = await replay({ ids: [(await addFailed()).id] });
    const asked: [string, Record<string, unknown>][] = [
      [REPLAY, { input: { scope: {}, idempotencyKey: 'e' } }], [CANCEL_ALL, { input: { scope: {}, idempotencyKey: 'e' } }], [CANCEL, { id }], [STOP, { id: 'bulk_1' }], [LIST, {}],
    ];
    for (const [operation, variables] of asked) {
      for (const viewer of [api.member('OPERATOR'), api.key(['WEBHOOKS_READ', 'WEBHOOKS_WRITE'])]) expect((await api.ask(viewer, operation, variables)).codes).toEqual(['FORBIDDEN']);
      expect((await api.ask(api.key(['DELIVERIES_WRITE']), operation, variables)).codes).toEqual([]);
    }
    expect(await api.read(NODE, { id }, api.member('VIEWER'))).toEqual({ node: null });
  });

  it('do not lead a key to webhooks or deliveries that it may not read', async () => {
    const key = api.key(['DELIVERIES_WRITE']);
    expect((await api.ask(key, ESTIMATE, { kind: 'REPLAY', scope: { ids: [(await addFailed()).id] } })).codes).toEqual(['FORBIDDEN']);
    expect((await api.ask(key, NODE, { id: await replay({ ids: [(await addFailed()).id] }) })).codes).toEqual(['FORBIDDEN']);
  });

  it('are hidden from other accounts, and from keys of other environments', async () => {
    const id = await replay({ ids: [(await addFailed()).id] });
    const own = api.key(['DELIVERIES_WRITE', 'WEBHOOKS_READ'], ['PRODUCTION']);
    const ownId = await replay({ ids: [(await addFailed()).id] }, own);
    for (const viewer of [api.stranger(), api.key(['DELIVERIES_WRITE', 'WEBHOOKS_READ'], ['STAGING']), own]) {
      expect(await api.read(NODE, { id }, viewer)).toEqual({ node: null });
      expect(await api.read(STOP, { id }, viewer)).toMatchObject({ bulkOperationCancel: { bulkOperation: null, userErrors: [{ code: 'NOT_FOUND' }] } });
    }
    expect(await api.read(LIST, {}, api.stranger())).toEqual({ bulkOperations: { nodes: [], totalCount: 0 } });
    expect(await api.read(LIST, {}, own)).toEqual({ bulkOperations: { nodes: [{ id: ownId }], totalCount: 1 } });
    expect(await api.read<{ bulkOperations: { nodes: object[] } }>(LIST)).toMatchObject({ bulkOperations: { nodes: expect.arrayContaining([{ id }, { id: ownId }]) } });
  });
});
