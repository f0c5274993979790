import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { BulkScope } from '../../server/commands/bulk-scope.ts';
import { replayDeliveries } from '../../server/commands/replay-deliveries.ts';
import { newId } from '../../server/domain/ids.ts';
import { MINUTE_MS } from '../../server/domain/time.ts';
import { eachDatabase } from '../support/databases.ts';
import { BulkBench, ENDED } from './bulk-bench.ts';
import { problemsOf } from './command-bench.ts';

eachDatabase('an estimate', (kind) => {
  let own: BulkBench;
  beforeAll(async () => { own = await BulkBench.open(kind); });
  afterAll(() => own.close());
  beforeEach(() => own.reset());

  it('tells how many there are, of which webhooks, and what to know', async () => {
    await own.addFailed(2);
    await own.add({ ...ENDED, status: 'SUCCEEDED' });
    await own.add({ ...ENDED, status: 'FAILED' }, own.webhook, { body: '' });
    expect(await own.estimate({ filter: { webhookIds: [own.webhook.id] } })).toMatchObject({
      deliveries: { value: 4, isExact: true }, webhookIds: [own.webhook.id], unreplayable: 1, estimatedDurationMs: 1_000,
      warnings: [expect.stringMatching(/^1 succeeded already/), expect.stringMatching(/^1 cannot be replayed/)],
    });
  });

  it('is needed for a filter, of the same filter and account, and not too old', async () => {
    const scope = { filter: { webhookIds: [own.webhook.id], statuses: ['FAILED'] as const } };
    const token = await own.tokenFor(scope);
    const codes = async (estimateToken: string | null, of: BulkScope = scope) => (await problemsOf(own.replay(of, { estimateToken }))).map(({ code }) => code);
    expect(await codes(null)).toEqual(['REQUIRED']);
    for (const bad of ['', 'v1.x.y', token.replace(/.{8}$/, 'AAAAAAAA'), token.slice(0, -8)]) expect(await codes(bad)).toEqual(['INVALID']);
    expect(await codes(token, { filter: {} })).toEqual(['INVALID']);
    const stranger = { ...own.bench.caller, accountId: newId('acc') };
    expect(await problemsOf(replayDeliveries(own.bench.deps, stranger, { scope, onlyUnsuccessful: true, estimateToken: token, idempotencyKey: 'k' }))).toMatchObject([{ code: 'INVALID' }]);
    own.bench.clock.advance(15 * MINUTE_MS);
    expect(await codes(token)).toEqual(['INVALID']);
  });

  it('holds while no more than a tenth is added', async () => {
    await own.addFailed(10);
    const scope = { filter: { webhookIds: [own.webhook.id] } };
    const estimateToken = await own.tokenFor(scope);
    await own.addFailed(1);
    await own.replay(scope, { estimateToken });
    await own.addFailed(1);
    expect(await problemsOf(own.replay(scope, { estimateToken }))).toMatchObject([{ code: 'INVALID_STATE', path: ['input', 'estimateToken'] }]);
  });
});
