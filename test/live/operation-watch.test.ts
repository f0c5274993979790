import { afterAll, beforeAll, expect, it } from 'vitest';
import { newId } from '../../server/domain/ids.ts';
import { Hub } from '../../server/live/hub.ts';
import { watchOperation } from '../../server/live/operation-watch.ts';
import { BulkOperation } from '../../server/storage/entities/bulk-operation.ts';
import { openTestStore, type TestStore } from '../support/databases.ts';
import { NOON } from '../support/factories.ts';

let test: TestStore;
beforeAll(async () => { test = await openTestStore(); });
afterAll(() => test.close());

const scope = { accountId: newId('acc'), actorId: newId('mem'), environments: ['PRODUCTION', 'STAGING', 'DEVELOPMENT'] as const };

async function addOperation(): Promise<string> {
  const id = newId('bulk');
  await test.store.write((tx) => tx.insert(BulkOperation, {
    id, accountId: scope.accountId, kind: 'CANCEL', status: 'RUNNING', environments: ['PRODUCTION'], scopeDescription: 'Some', upTo: '', position: '', totalCount: 2,
    plan: { selection: { kind: 'ids', ids: [] }, onlyUnsuccessful: false, targetWebhookId: null, maxRequestsPerSecond: null }, succeededCount: 0, skips: {}, paceAt: NOON,
    turnAt: NOON, idempotencyKey: id, contentHash: '', fault: null, createdBy: scope.actorId, createdAt: NOON, completedAt: null, revision: 1,
  } as object));
  return id;
}

it('tells of each change of an operation and ends with the last', async () => {
  const hub = new Hub();
  const id = await addOperation();
  const seen: string[] = [];
  for await (const { status, succeededCount } of watchOperation({ store: test.store, hub }, { scope, id })) {
    seen.push(`${status} ${succeededCount}`);
    const next = seen.length === 1 ? { succeededCount: 1, revision: 2 } : { status: 'COMPLETED' as const, succeededCount: 2, revision: 3 };
    await test.store.write((tx) => tx.update(BulkOperation, { id }, next));
    hub.announce();
  }
  expect(seen).toEqual(['RUNNING 0', 'RUNNING 1', 'COMPLETED 2']);
});

it('has nothing to tell of an operation of another account', async () => {
  const id = await addOperation();
  const stranger = { ...scope, accountId: newId('acc') };
  expect(await watchOperation({ store: test.store, hub: new Hub() }, { scope: stranger, id }).next()).toMatchObject({ done: true });
});
