import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeWebhook } from '../../server/commands/change-webhook.ts';
import { createWebhook } from '../../server/commands/create-webhook.ts';
import { deleteWebhook } from '../../server/commands/delete-webhook.ts';
import { newId } from '../../server/domain/ids.ts';
import { systemActor, noteAudit } from '../../server/storage/audit-rows.ts';
import { NOON } from '../support/factories.ts';
import { webhookInput } from '../commands/command-bench.ts';
import { ApiBench } from './api-bench.ts';

interface Entry { id: string; action: string; targetName: string; changes: { field: string; before: unknown; after: unknown; isRedacted: boolean }[] }
interface Log { auditLog: { nodes: Entry[]; pageInfo: { endCursor: string; hasNextPage: boolean }; count: { value: number } } }

const LOG = `query ($first: Int, $after: Cursor, $filter: AuditFilter) { auditLog(first: $first, after: $after, filter: $filter) {
  nodes { id action targetName changes { field before after isRedacted } } pageInfo { endCursor hasNextPage } count { value } } }`;

describe('Query.auditLog', () => {
  let api: ApiBench;
  const ids: Record<'live' | 'staging' | 'gone', string> = { live: '', staging: '', gone: '' };
  const read = async (filter: object | null = null, viewer = api.member('ADMIN')) => (await api.read<Log>(LOG, { first: 50, filter }, viewer)).auditLog.nodes;
  const words = (nodes: Entry[]) => nodes.map(({ action, targetName }) => `${action} ${targetName}`);

  beforeAll(async () => {
    api = await ApiBench.open();
    const { deps, caller, clock } = api.commands;
    for (const [key, own] of [['live', { name: 'Live' }], ['staging', { name: 'Try', environment: 'STAGING' }], ['gone', { name: 'Gone' }]] as const) {
      ids[key] = (await createWebhook(deps, caller, webhookInput(own))).webhook.id;
      clock.advance(1_000);
    }
    await changeWebhook(deps, caller, { id: ids.live, name: 'Live 2', customHeaders: [{ name: 'X-Key', value: 'secret', isSecret: true }] });
    await deleteWebhook(deps, caller, ids.gone);
    await api.store.write((tx) => noteAudit(tx, systemActor(api.accountId, 'auto-disable'), { action: 'webhook.deactivate', target: { id: ids.live, name: 'Live 2', environment: 'PRODUCTION' }, at: clock.now() }));
  });
  afterAll(() => api.close());

  it('tells the newest first, with what changed and no secret value', async () => {
    const nodes = await read();
    expect(words(nodes)).toEqual([
      'webhook.deactivate Live 2', 'webhook.delete Gone', 'webhook.update Live 2', 'webhook.create Gone', 'webhook.create Try', 'webhook.create Live',
    ]);
    expect(nodes[2]!.changes).toEqual([
      { field: 'name', before: 'Live', after: 'Live 2', isRedacted: false }, { field: 'customHeaders.X-Key', before: null, after: null, isRedacted: true },
    ]);
  });

  it.each<[string, () => object, string[]]>([
    ['an action', () => ({ actions: ['webhook.update'] }), ['webhook.update Live 2']],
    ['a group of actions', () => ({ actions: ['webhook.*'], targetIds: [ids.gone] }), ['webhook.delete Gone', 'webhook.create Gone']],
    ['an actor', () => ({ actorIds: ['auto-disable'] }), ['webhook.deactivate Live 2']],
    ['a target', () => ({ targetIds: [ids.staging] }), ['webhook.create Try']],
    ['a time', () => ({ at: { from: new Date(NOON + 1_000).toISOString(), to: new Date(NOON + 2_000).toISOString() } }), ['webhook.create Try']],
    ['what there is not', () => ({ actions: ['nothing.*'] }), []],
  ])('can be asked for %s', async (_what, filter, expected) => {
    expect(words(await read(filter()))).toEqual(expected);
  });

  it('is read in pages, each entry once', async () => {
    const seen: string[] = [];
    for (let after: string | null = null, hasNext = true; hasNext;) {
      const { auditLog }: Log = await api.read<Log>(LOG, { first: 2, after });
      seen.push(...auditLog.nodes.map(({ id }) => id));
      [after, hasNext] = [auditLog.pageInfo.endCursor, auditLog.pageInfo.hasNextPage];
      expect(auditLog.count.value).toBe(6);
    }
    expect(new Set(seen).size).toBe(6);
    expect(seen).toHaveLength(6);
  });

  it('shows nothing to another account, by no way', async () => {
    const [entry] = await read();
    expect(await read(null, api.stranger())).toEqual([]);
    expect(await read({ targetIds: [ids.live] }, api.stranger())).toEqual([]);
    expect(await api.read('query ($id: ID!) { node(id: $id) { id } }', { id: entry!.id }, api.stranger())).toEqual({ node: null });
  });

  it('shows to a key of one environment what was done there, and what it did itself', async () => {
    const key = api.key(['AUDIT_READ'], ['STAGING']);
    expect(words(await read(null, key))).toEqual(['webhook.create Try']);
    await api.store.write((tx) => noteAudit(tx, key, { action: 'deliveries.replay', target: { id: newId('bulk'), name: 'Two deliveries' }, at: NOON }));
    expect(words(await read(null, key))).toEqual(['deliveries.replay Two deliveries', 'webhook.create Try']);
    expect(words(await read({ actions: ['webhook.*'] }, api.key(['AUDIT_READ'], [])))).toEqual([]);
  });

  it('gives each entry a place of its own, for those who may read the log', async () => {
    const [entry] = await read();
    const node = (viewer = api.member('ADMIN')) => api.read('query ($id: ID!) { node(id: $id) { __typename id } }', { id: entry!.id }, viewer);
    expect(await node()).toEqual({ node: { __typename: 'AuditEntry', id: entry!.id } });
    for (const viewer of [api.member('OPERATOR'), api.key(['WEBHOOKS_READ'])]) expect(await node(viewer)).toEqual({ node: null });
  });

  it('leads to the target as far as the reader may see it, and to the actor', async () => {
    const query = `{ auditLog(first: 1, filter: { actions: ["webhook.deactivate"] }) { nodes { actorName actor { ... on SystemActor { component } }
      target { __typename ... on Webhook { name } } } } }`;
    const entry = { actorName: 'auto-disable', actor: { component: 'auto-disable' } };
    expect(await api.read(query)).toEqual({ auditLog: { nodes: [{ ...entry, target: { __typename: 'Webhook', name: 'Live 2' } }] } });
    expect(await api.read(query, {}, api.key(['AUDIT_READ']))).toEqual({ auditLog: { nodes: [{ ...entry, target: null }] } });
  });

  it('refuses a filter with too much in it', async () => {
    expect((await api.ask(api.member('ADMIN'), LOG, { first: 1, filter: { targetIds: Array(101).fill('wh_1') } })).codes).toEqual(['BAD_USER_INPUT']);
    expect((await api.ask(api.member('ADMIN'), LOG, { first: 101 })).codes).toEqual(['BAD_USER_INPUT']);
  });
});

describe('a deleted webhook', () => {
  let api: ApiBench;
  let id: string;
  beforeAll(async () => {
    api = await ApiBench.open();
    ({ webhook: { id } } = await createWebhook(api.commands.deps, api.commands.caller, webhookInput()));
    await deleteWebhook(api.commands.deps, api.commands.caller, id);
  });
  afterAll(() => api.close());

  it('is listed only when it is asked for', async () => {
    const list = (includeDeleted: boolean | null) => api.read('query ($filter: WebhookFilter) { webhooks(first: 5, filter: $filter) { totalCount nodes { id } } }', { filter: { includeDeleted } });
    expect(await list(false)).toEqual({ webhooks: { totalCount: 0, nodes: [] } });
    expect(await list(null)).toEqual({ webhooks: { totalCount: 0, nodes: [] } });
    expect(await list(true)).toEqual({ webhooks: { totalCount: 1, nodes: [{ id }] } });
  });

  it('can be looked at, but not changed, until it is restored', async () => {
    const query = 'query ($id: ID!) { webhook(id: $id) { deletedAt viewerCanUpdate viewerCanRevealSecret } node(id: $id) { id } }';
    expect(await api.read(query, { id })).toEqual({ webhook: { deletedAt: new Date(NOON).toISOString(), viewerCanUpdate: false, viewerCanRevealSecret: false }, node: { id } });
    expect(await api.read(query, { id }, api.stranger())).toEqual({ webhook: null, node: null });
    const restored = await api.read('mutation ($id: ID!) { webhookRestore(input: { id: $id }) { webhook { id status deletedAt } userErrors { code } } }', { id });
    expect(restored).toEqual({ webhookRestore: { webhook: { id, status: 'INACTIVE', deletedAt: null }, userErrors: [] } });
  });
});
