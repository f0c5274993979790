import type { GraphQLInterfaceType } from 'graphql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { AuditEntry } from '../../server/storage/entities/audit-entry.ts';
import { makeWorld, type AccountWorld } from './account-world.ts';
import { ApiBench } from './api-bench.ts';

let api: ApiBench;
let world: AccountWorld;
let ids: Record<string, string>;
beforeAll(async () => {
  api = await ApiBench.open();
  world = await makeWorld(api);
  const entry = await api.store.reader.findOneByOrFail(AuditEntry, { accountId: world.accountId });
  const { wh, evt, dlv, att, mem, acc, env, key, sk, bulk } = world.ids as Record<string, string>;
  ids = {
    Webhook: wh!, WebhookEvent: evt!, Delivery: dlv!, DeliveryAttempt: att!, Member: mem!, Account: acc!, Environment: env!, ApiKey: key!, SigningKey: sk!, BulkOperation: bulk!,
    EventType: api.commands.deps.catalogue.byCode(world.accountId, 'license.created')!.id, AuditEntry: entry.id,
  };
});
afterAll(() => api.close());

it('every type of the schema that is a Node is fetched again by its id, alone and among others', async () => {
  const types = api.schema.getPossibleTypes(api.schema.getType('Node') as GraphQLInterfaceType).map(({ name }) => name);
  expect(Object.keys(ids).toSorted()).toEqual(types.toSorted());
  const all = Object.entries(ids).map(([__typename, id]) => ({ __typename, id }));
  const { nodes } = await api.read<{ nodes: unknown[] }>('query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }', { ids: all.map(({ id }) => id) }, world.viewer);
  expect(nodes).toEqual(all);
  for (const each of all) {
    const { node } = await api.read<{ node: unknown }>('query ($id: ID!) { node(id: $id) { __typename id } }', { id: each.id }, world.viewer);
    expect(node).toEqual(each);
  }
});

it('objects of one type are fetched again with as many statements as one of them', async () => {
  for (const [type, id] of Object.entries(ids)) {
    const read = (count: number) => api.countReads(() =>
      api.read('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: Array.from({ length: count }, (_, index) => (index === 0 ? id : `${id.slice(0, -2)}${10 + index}`)) }, world.viewer));
    if (type === 'Account') continue;
    expect([type, await read(5)]).toEqual([type, await read(1)]);
  }
});
