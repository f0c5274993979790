import { afterAll, beforeAll, expect, it } from 'vitest';
import type { EnvironmentKey } from '../../server/domain/environments.ts';
import { ENVIRONMENTS } from '../../server/domain/environments.ts';
import { newId } from '../../server/domain/ids.ts';
import { DAY_MS } from '../../server/domain/time.ts';
import { noteAudit } from '../../server/storage/audit-rows.ts';
import { Page } from '../../server/storage/pages.ts';
import { pruneAudit } from '../../server/storage/prune-leftovers.ts';
import { auditEntriesOf, NEWEST_ENTRY_FIRST, type AuditFilter } from '../../server/storage/repositories/audit-log.ts';
import { eachDatabase, openTestStore, type TestStore } from '../support/databases.ts';
import { NOON } from '../support/factories.ts';

eachDatabase('entries of the audit log', (kind) => {
  let test: TestStore;
  const scope = { accountId: newId('acc'), actorId: newId('mem'), environments: ENVIRONMENTS };
  const [first, second] = [newId('wh'), newId('wh')];

  async function note(action: string, { targetId = first, at = NOON, environment = 'PRODUCTION' }: { targetId?: string; at?: number; environment?: EnvironmentKey | null } = {}) {
    await test.store.write((tx) => noteAudit(tx, scope, { action, target: { id: targetId, name: 'x'.repeat(300), environment }, at }));
  }
  const actions = async (filter: AuditFilter, who = scope) =>
    (await auditEntriesOf(test.store, who, filter).orderBy('entry.id', 'ASC').getMany()).map(({ action }) => action);

  beforeAll(async () => {
    test = await openTestStore(kind);
    await note('webhook.create');
    await note('webhook.secret.reveal', { targetId: second, at: NOON + 1_000 });
    await note('webhooks.other', { at: NOON + 2_000, environment: 'STAGING' });
    await note('apiKey.create', { at: NOON + 3_000, environment: null });
  });
  afterAll(() => test.close());

  it.each<[AuditFilter, string[]]>([
    [{ actions: ['webhook.*'] }, ['webhook.create', 'webhook.secret.reveal']],
    [{ actions: ['webhook.secret.*', 'apiKey.create'] }, ['webhook.secret.reveal', 'apiKey.create']],
    [{ targetIds: [second] }, ['webhook.secret.reveal']],
    [{ actorIds: [newId('mem')] }, []],
    [{ at: { from: NOON + 1_000, to: NOON + 3_000 } }, ['webhook.secret.reveal', 'webhooks.other']],
  ])('are found by %j', async (filter, expected) => {
    expect(await actions(filter)).toEqual(expected);
  });

  it('are those of one account, and for who is held to an environment those of it', async () => {
    expect(await actions({}, { ...scope, accountId: newId('acc') })).toEqual([]);
    expect(await actions({}, { ...scope, actorId: newId('key'), environments: ['STAGING'] as never })).toEqual(['webhooks.other']);
    expect(await actions({}, { ...scope, environments: [] as never })).toHaveLength(4);
  });

  it('come in pages, the newest first', async () => {
    const query = auditEntriesOf(test.store, scope);
    const page = await Page.read(query, NEWEST_ENTRY_FIRST, { size: 3, isBackward: false, cursor: null });
    const next = await Page.read(query, NEWEST_ENTRY_FIRST, { size: 3, isBackward: false, cursor: page.cursorOf(page.rows[2]!) });
    expect([...page.rows, ...next.rows].map(({ action }) => action)).toEqual(['apiKey.create', 'webhooks.other', 'webhook.secret.reveal', 'webhook.create']);
  });

  it('keep a name only as far as there is room, and an actor who is nobody by the id', async () => {
    const [entry] = await auditEntriesOf(test.store, scope).getMany();
    expect(entry).toMatchObject({ targetName: 'x'.repeat(255), actorName: scope.actorId, ipAddress: null, changes: [] });
  });

  it('are not written by a transaction that fails', async () => {
    const before = await actions({});
    const failing = test.store.write(async (tx) => {
      await noteAudit(tx, scope, { action: 'webhook.update', target: { id: first, name: 'CRM' }, at: NOON });
      throw new Error('something else went wrong');
    });
    await expect(failing).rejects.toThrow('something else');
    expect(await actions({})).toEqual(before);
  });

  it('are removed after 400 days', async () => {
    const now = Date.now();
    const prune = (later: number) => test.store.write((tx) => pruneAudit(tx, { now: now + later, limit: 100 }));
    expect(await prune(399 * DAY_MS)).toBe(0);
    expect(await prune(401 * DAY_MS)).toBe(4);
  });
});
