import { afterAll, beforeAll, expect, it } from 'vitest';
import { ENVIRONMENTS } from '../../server/domain/environments.ts';
import { findCandidates } from '../../server/storage/bulk-candidates.ts';
import { countOn, countTargetsByStanding, countTargetsUpToLimit } from '../../server/storage/bulk-counts.ts';
import { newestId } from '../../server/storage/bulk-targets.ts';
import { inWindow, windowsOf, type IdWindow, type Span } from '../../server/storage/bulk-windows.ts';
import type { BulkOperation, BulkSelection } from '../../server/storage/entities/bulk-operation.ts';
import type { Webhook } from '../../server/storage/entities/webhook.ts';
import { insertDeliveries } from '../../server/storage/publish-rows.ts';
import { deliveriesOf } from '../../server/storage/repositories/deliveries.ts';
import { eachDatabase, openTestStore, type TestStore } from '../support/databases.ts';
import { deliveryRow, insertEvent, insertWebhook, NOON } from '../support/factories.ts';

const HAY = 2_400;
const ENDED = { leaseOwner: null, dueAt: null, nextAttemptAt: null, completedAt: NOON };

eachDatabase('windows over the rows of an account', (kind) => {
  let test: TestStore;
  let webhook: Webhook;
  let needles: string[];
  let operation: BulkOperation;

  /** Few failed deliveries far apart, each among those of another account as well. */
  beforeAll(async () => {
    test = await openTestStore(kind);
    webhook = await insertWebhook(test.store);
    const foreign = await insertWebhook(test.store);
    const events = [await insertEvent(test.store, webhook), await insertEvent(test.store, foreign)] as const;
    const rows = Array.from({ length: HAY }, (_, index) => deliveryRow(webhook, events[0], { ...ENDED, status: index % 800 === 799 ? 'FAILED' : 'SUCCEEDED' }));
    needles = rows.filter(({ status }) => status === 'FAILED').map(({ id }) => id);
    const others = Array.from({ length: HAY }, () => deliveryRow(foreign, events[1], { ...ENDED, status: 'FAILED' }));
    await test.store.write((tx) => insertDeliveries(tx, rows.flatMap((row, index) => [row, others[index]!])));
    operation = operationOn({ kind: 'filter', filter: { statuses: ['FAILED'] } }, rows.at(-1)!.id);
  });
  afterAll(() => test.close());

  const operationOn = (selection: BulkSelection, upTo: string) => ({
    id: 'bulk_1', accountId: webhook.accountId, kind: 'REPLAY', environments: [...ENVIRONMENTS], position: '', upTo,
    plan: { selection, onlyUnsuccessful: true, targetWebhookId: null, maxRequestsPerSecond: null },
  }) as BulkOperation;
  const spanOn = (selection: BulkSelection): Span => ({ accountId: webhook.accountId, selection, after: '', upTo: operation.upTo });

  async function windowsIn(span: Span, most = 100): Promise<IdWindow[]> {
    const windows: IdWindow[] = [];
    for await (const window of windowsOf(test.store, span, most)) windows.push(window);
    return windows;
  }

  it.each<[string, () => BulkSelection]>([
    ['the account', () => ({ kind: 'filter', filter: {} })], ['one webhook', () => ({ kind: 'filter', filter: { webhookIds: [webhook.id] } })],
  ])('hold a thousand rows of %s at most, and each row once', async (_what, selection) => {
    const span = spanOn(selection());
    const all = await deliveriesOf(test.store, { accountId: webhook.accountId, environments: ENVIRONMENTS });
    const counts = await Promise.all((await windowsIn(span)).map((window) => inWindow(all, span, window).getCount()));
    expect(counts).toEqual([1_000, 1_000, 400]);
  });

  it('are no more than asked for, and none where nothing is', async () => {
    expect(await windowsIn(spanOn({ kind: 'filter', filter: {} }), 2)).toHaveLength(2);
    expect(await windowsIn({ ...spanOn({ kind: 'filter', filter: {} }), upTo: '' })).toEqual([]);
  });

  it('lead to what is far between, from wherever an operation stands', async () => {
    const first = await findCandidates(test.store, operation, 2);
    expect(first).toMatchObject({ position: needles[1], isAtEnd: false });
    const rest = await findCandidates(test.store, { ...operation, position: first.position }, 2);
    expect(rest).toMatchObject({ position: operation.upTo, isAtEnd: true });
    expect([...first.candidates, ...rest.candidates].map(({ sourceId }) => sourceId)).toEqual(needles);
  });

  it('are counted to the end', async () => {
    expect(await countOn(test.store, operation)).toEqual({ count: needles.length, position: operation.upTo, isAtEnd: true });
    const scope = { accountId: webhook.accountId, environments: ENVIRONMENTS };
    const asked = { kind: 'REPLAY', selection: operation.plan.selection, onlyUnsuccessful: false } as const;
    expect(await countTargetsUpToLimit(test.store, scope, asked)).toEqual({ value: needles.length, isExact: true });
    expect(await countTargetsByStanding(test.store, scope, asked)).toEqual({
      standings: [{ webhookId: webhook.id, status: 'FAILED', isEventGone: false, count: needles.length }], isExact: true,
    });
  });

  it('hold nothing for an account without rows', async () => {
    const scope = { accountId: 'acc_none', environments: ENVIRONMENTS };
    const asked = { kind: 'CANCEL', selection: { kind: 'filter', filter: {} }, onlyUnsuccessful: false } as const;
    expect(await newestId(test.store, 'acc_none', asked.selection)).toBe('');
    expect(await countTargetsByStanding(test.store, scope, asked)).toEqual({ standings: [], isExact: true });
  });

  it.runIf(kind === 'sqlite')('are found by their index whatever else is asked', async () => {
    const scope = { accountId: webhook.accountId, environments: ENVIRONMENTS };
    for (const filter of [{}, { statuses: ['FAILED'] as const }, { webhookIds: [webhook.id] }, { webhookIds: [webhook.id, 'wh_2'] }, { failureCodes: ['HTTP_SERVER_ERROR'] as const }]) {
      const query = inWindow(await deliveriesOf(test.store, scope, filter), spanOn({ kind: 'filter', filter }), { after: needles[0]!, upTo: needles[1]! });
      const [sql, parameters] = query.getQueryAndParameters();
      const steps = await test.store.reader.query(`EXPLAIN QUERY PLAN ${sql}`, parameters) as { detail: string }[];
      expect(steps.map(({ detail }) => detail).join('; ')).toMatch(/ix_delivery_(order|webhook) \((accountId|webhookId)=\? AND id>\? AND id<\?\)/);
    }
  });
});
