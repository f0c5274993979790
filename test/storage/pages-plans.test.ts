import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { ENVIRONMENTS } from '../../server/domain/environments.ts';
import { newId } from '../../server/domain/ids.ts';
import { auditEntriesOf, NEWEST_ENTRY_FIRST } from '../../server/storage/repositories/audit-log.ts';
import { attemptOrder, attemptsOf } from '../../server/storage/repositories/attempts.ts';
import type { Scope } from '../../server/storage/repositories/conditions.ts';
import { deliveriesOf, deliveryOrder } from '../../server/storage/repositories/deliveries.ts';
import { eventOrder, eventsOf } from '../../server/storage/repositories/events.ts';
import type { PageOrder } from '../../server/storage/pages.ts';
import type { Store } from '../../server/storage/store.ts';
import { openTestStore, type TestStore } from '../support/databases.ts';

/** What SQLite does for the first page of a long list: it must follow an index in the order of the list, and sort nothing. */
describe('the first page of', () => {
  let test: TestStore;
  const scope: Scope = { accountId: newId('acc'), environments: ENVIRONMENTS };
  const auditScope = { ...scope, actorId: newId('mem') };
  const webhookIds = [newId('wh')];

  async function planOf<Row extends ObjectLiteral>(query: SelectQueryBuilder<Row>, order: PageOrder<Row>): Promise<string> {
    for (const key of order.keys) query.addOrderBy(key.sql, order.direction);
    const [sql, parameters] = query.limit(51).getQueryAndParameters();
    const steps = await test.store.reader.query(`EXPLAIN QUERY PLAN ${sql}`, parameters) as { detail: string }[];
    return steps.map(({ detail }) => detail).join('; ');
  }

  beforeAll(async () => {
    test = await openTestStore();
  });
  afterAll(() => test.close());

  it.each<[string, string, (store: Store) => Promise<string>]>([
    ['attempts', 'ix_delivery_attempt_order', async (store) => planOf(await attemptsOf(store, scope), attemptOrder('DESC'))],
    ['the failed attempts', 'ix_delivery_attempt_order', async (store) => planOf(await attemptsOf(store, scope, { statuses: ['FAILED'] }), attemptOrder('DESC'))],
    ['the attempts of a webhook', 'ix_delivery_attempt_webhook', async (store) => planOf(await attemptsOf(store, scope, { webhookIds }), attemptOrder('DESC'))],
    ['deliveries', 'ix_delivery_order', async (store) => planOf(await deliveriesOf(store, scope), deliveryOrder('DESC'))],
    ['the deliveries of a webhook', 'ix_delivery_webhook', async (store) => planOf(await deliveriesOf(store, scope, { webhookIds }), deliveryOrder('DESC'))],
    ['events by their own time', 'ix_webhook_event_occurred', async (store) => planOf(eventsOf(store, scope), eventOrder('DESC', 'OCCURRED_AT'))],
    ['the audit log', 'ix_audit_entry_order', async (store) => planOf(auditEntriesOf(store, auditScope), NEWEST_ENTRY_FIRST)],
    ['the audit log of a webhook', 'ix_audit_entry_target', async (store) => planOf(auditEntriesOf(store, auditScope, { targetIds: webhookIds }), NEWEST_ENTRY_FIRST)],
    ['the audit log of an action', 'ix_audit_entry_action', async (store) => planOf(auditEntriesOf(store, auditScope, { actions: ['webhook.update'] }), NEWEST_ENTRY_FIRST)],
    ['events', 'ix_webhook_event_order', async (store) => planOf(eventsOf(store, scope), eventOrder('DESC'))],
  ])('%s follows %s', async (_what, index, plan) => {
    const steps = await plan(test.store);
    expect(steps).toContain(index);
    expect(steps).not.toContain('TEMP B-TREE');
  });
});
