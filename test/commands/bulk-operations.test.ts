import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { stopOperation } from '../../server/commands/bulk-operations.ts';
import type { BulkScope } from '../../server/commands/bulk-scope.ts';
import { newId } from '../../server/domain/ids.ts';
import { eachDatabase } from '../support/databases.ts';
import { insertWebhook } from '../support/factories.ts';
import { BulkBench, ENDED, idsOf } from './bulk-bench.ts';
import { problemsOf } from './command-bench.ts';

eachDatabase('an operation', (kind) => {
  let own: BulkBench;
  beforeAll(async () => { own = await BulkBench.open(kind); });
  afterAll(() => own.close());
  beforeEach(() => own.reset());

  it('that has ended cannot be stopped, nor one of another account', async () => {
    const { bulkOperation: { id } } = await own.replay({ ids: idsOf(await own.addFailed(1)) });
    await own.runToEnd(id);
    expect(await problemsOf(stopOperation(own.bench.deps, own.bench.caller, id))).toMatchObject([{ code: 'INVALID_STATE' }]);
    const stranger = { ...own.bench.caller, accountId: newId('acc') };
    expect(await problemsOf(stopOperation(own.bench.deps, stranger, id))).toMatchObject([{ code: 'NOT_FOUND' }]);
  });

  it('begins once for a key, also when asked twice at once', async () => {
    const ids = idsOf(await own.addFailed(1));
    const begun = await Promise.all([own.replay({ ids }, { idempotencyKey: 'same' }), own.replay({ ids }, { idempotencyKey: 'same' })]);
    expect(new Set(begun.map(({ bulkOperation }) => bulkOperation.id)).size).toBe(1);
    expect(begun.filter(({ isIdempotentReplay }) => isIdempotentReplay)).toHaveLength(1);
    expect(await problemsOf(own.replay({ ids }, { idempotencyKey: 'same', onlyUnsuccessful: false }))).toMatchObject([{ code: 'IDEMPOTENCY_KEY_REUSED' }]);
  });

  it.each<[string, BulkScope, string, string[]]>([
    ['nothing', {}, 'INVALID', []],
    ['two things', { ids: ['dlv_1'], filter: {} }, 'INVALID', []],
    ['no ids', { ids: [] }, 'REQUIRED', ['ids']],
    ['too many ids', { ids: Array<string>(1001).fill('dlv_1') }, 'TOO_MANY', ['ids']],
    ['an unknown id', { ids: [newId('dlv')] }, 'NOT_FOUND', ['ids', '0']],
    ['an unknown webhook', { failedSince: { webhookId: newId('wh'), since: 0 } }, 'NOT_FOUND', ['failedSince', 'webhookId']],
  ])('is refused for %s', async (_what, scope, code, path) => {
    expect(await problemsOf(own.replay(scope))).toMatchObject([{ code, path: ['input', 'scope', ...path] }]);
  });

  it('is refused for deliveries of another account as for unknown ones', async () => {
    const foreign = await insertWebhook(own.bench.deps.store);
    const mine = (await own.addFailed(1))[0]!;
    const theirs = await own.add({ ...ENDED, status: 'FAILED' }, foreign);
    expect(await problemsOf(own.replay({ ids: [mine.id, theirs.id] }))).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'scope', 'ids', '1'] }]);
    expect(await problemsOf(own.replay({ ids: [mine.id] }, { targetWebhookId: foreign.id }))).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'targetWebhookId'] }]);
    expect(await problemsOf(own.replay({ missedSince: { webhookId: foreign.id, since: 0 } }))).toMatchObject([{ code: 'NOT_FOUND' }]);
  });

  it.each([0, -1, 10_001])('is refused for a pace of %i', async (maxRequestsPerSecond) => {
    expect(await problemsOf(own.replay({ ids: idsOf(await own.addFailed(1)) }, { maxRequestsPerSecond }))).toMatchObject([{ code: 'INVALID', path: ['input', 'maxRequestsPerSecond'] }]);
  });

  it('is refused when too many are open', async () => {
    const ids = idsOf(await own.addFailed(1));
    for (let count = 0; count < 20; count++) await own.replay({ ids });
    expect(await problemsOf(own.replay({ ids }))).toMatchObject([{ code: 'LIMIT_REACHED' }]);
  });
});
