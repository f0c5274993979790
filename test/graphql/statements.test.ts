import { getNamedType, isInterfaceType, isLeafType, isListType, isNonNullType, isObjectType, isUnionType, type GraphQLField, type GraphQLOutputType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWebhook } from '../../server/commands/create-webhook.ts';
import { newId } from '../../server/domain/ids.ts';
import { noteAudit } from '../../server/storage/audit-rows.ts';
import { BulkOperation } from '../../server/storage/entities/bulk-operation.ts';
import { Member, Person } from '../../server/storage/entities/member.ts';
import { Webhook } from '../../server/storage/entities/webhook.ts';
import { webhookInput } from '../commands/command-bench.ts';
import { insertDelivery, insertEvent, NOON } from '../support/factories.ts';
import { ApiBench } from './api-bench.ts';

const LISTS = ['webhooks', 'webhookEvents', 'deliveries', 'deliveryAttempts', 'members', 'apiKeys', 'auditLog', 'bulkOperations'];
const ROWS = 8;
/** Kinds of objects that entries of the audit log are about; their entries come one after the other. */
const TARGETS = 6;

let api: ApiBench;
let viewer: ReturnType<ApiBench['member']>;
beforeAll(async () => {
  api = await ApiBench.open();
  viewer = api.member('SUPER_ADMIN');
  for (let number = 0; number < ROWS; number++) await addOneOfEach(number);
});
afterAll(() => api.close());

async function addOneOfEach(number: number): Promise<void> {
  const { deps } = api.commands;
  const { accountId } = api;
  const member = await addMember(number);
  const caller = { ...api.commands.caller, actorId: member };
  const { webhook } = await createWebhook(deps, caller, webhookInput({ name: `Webhook ${number}` }));
  const row = await api.store.reader.findOneByOrFail(Webhook, { id: webhook.id });
  const event = await insertEvent(api.store, row, { publishedBy: member });
  const delivery = await insertDelivery(api.store, row, event, { triggeredBy: member, trigger: 'TEST' });
  const attempt = await api.addAttempt(delivery);
  await api.store.write(async (tx) => {
    const operation = operationRow(accountId, member);
    await tx.insert(BulkOperation, operation as object);
    for (const target of [operation.id, delivery.id, attempt.id, event.id, member]) {
      await noteAudit(tx, caller, { action: 'delivery.retry', target: { id: target, name: 'Some' }, at: NOON });
    }
  });
}

async function addMember(number: number): Promise<string> {
  const [personId, id] = [newId('per'), newId('mem')];
  const person: Person = { id: personId, email: `person-${number}@keybell.example`, name: `Person ${number}`, passwordHash: 'none', createdAt: NOON };
  const member: Member = { id, accountId: api.accountId, personId, role: 'ADMIN', status: 'ACTIVE', lastActiveAt: null, createdAt: NOON, removedAt: null };
  await api.store.write(async (tx) => {
    await tx.insert(Person, person);
    await tx.insert(Member, member);
  });
  return id;
}

const operationRow = (accountId: string, createdBy: string) => ({
  id: newId('bulk'), accountId, kind: 'REPLAY', status: 'COMPLETED', environments: [], scopeDescription: 'some', upTo: '', position: '', totalCount: 0, succeededCount: 0, skips: {},
  plan: { selection: { kind: 'ids', ids: [] }, onlyUnsuccessful: false, targetWebhookId: null, maxRequestsPerSecond: null }, paceAt: 0, turnAt: 0, idempotencyKey: newId('key'),
  contentHash: '', fault: null, createdBy, createdAt: NOON, completedAt: NOON, revision: 1,
});

const needsArguments = ({ args }: GraphQLField<unknown, unknown>) => args.some(({ type, defaultValue }) => isNonNullType(type) && defaultValue === undefined);
const isConnection = (type: GraphQLOutputType) => getNamedType(type).name.endsWith('Connection');

/** Everything that a type has without arguments, so many levels deep; lists that are pages of their own are left out. */
function everythingOf(type: GraphQLOutputType, depth: number): string {
  const named = getNamedType(type);
  if (isLeafType(named)) return '';
  if (isInterfaceType(named)) return ' { __typename }';
  if (isUnionType(named)) return ` { __typename ${named.getTypes().map((each) => `... on ${each.name}${everythingOf(each, 0)}`).join(' ')} }`;
  if (!isObjectType(named)) return '';
  const fields = Object.values(named.getFields()).filter((field) => !needsArguments(field) && !isConnection(field.type));
  const chosen = fields.filter(({ type: own }) => isLeafType(getNamedType(own)) || depth > 0).map((field) => `${field.name}${everythingOf(field.type, depth - 1)}`);
  return ` { ${['__typename', ...chosen].join(' ')} }`;
}

/** A page of a list with everything that its items have. */
function pageOf(list: string, depth: number): string {
  const connection = getNamedType(api.schema.getQueryType()!.getFields()[list]!.type);
  if (!isObjectType(connection)) throw new Error(`${list} is no list of pages.`);
  const { nodes } = connection.getFields();
  if (!nodes || !isListType(isNonNullType(nodes.type) ? nodes.type.ofType : nodes.type)) throw new Error(`${list} has no nodes.`);
  return `query ($first: Int!) { ${list}(first: $first) { nodes${everythingOf(nodes.type, depth)} } }`;
}

/** The lists that items of a list have, each with its count, as a selection of the item. */
function nestedLists(list: string): string[] {
  const connection = getNamedType(api.schema.getQueryType()!.getFields()[list]!.type);
  if (!isObjectType(connection)) throw new Error(`${list} is no list of pages.`);
  const item = getNamedType(connection.getFields().nodes!.type);
  if (!isObjectType(item)) throw new Error(`${list} has no items.`);
  return Object.values(item.getFields()).filter(({ type }) => isConnection(type)).map(({ name, type }) => {
    const own = getNamedType(type);
    const count = isObjectType(own) && own.getFields().count ? 'count { value }' : 'totalCount';
    return `${name}(first: 1) { nodes { id } pageInfo { hasNextPage } ${count} }`;
  });
}

describe('the statements of a list', () => {
  it.each(LISTS)('%s do not grow with its rows, with everything that they have', async (list) => {
    const statements = (first: number) => api.countReads(() => api.read(pageOf(list, 2), { first }, viewer));
    // What a process remembers is in memory afterwards.
    await statements(1);
    const each = list === 'auditLog' ? TARGETS : 1;
    expect([list, await statements(ROWS * each)]).toEqual([list, await statements(2 * each)]);
  });

  it.each(['deliveries', 'deliveryAttempts'])('%s do not grow with how often the same is nested', async (list) => {
    const own = list === 'deliveries' ? 'webhook { id } event { id } lastAttempt { id }' : 'delivery { webhook { id } event { id } }';
    const nested = list === 'deliveries' ? `lastAttempt { delivery { ${own} } } ${own}` : `delivery { webhook { id } event { id } lastAttempt { delivery { webhook { id } event { id } } } }`;
    const statements = (selection: string) => api.countReads(() => api.read(`{ ${list}(first: ${ROWS}) { nodes { id ${selection} } } }`, {}, viewer));
    expect(await statements(nested) - await statements(own)).toBeLessThanOrEqual(1);
  });

  const nested = () => LISTS.flatMap((list) => nestedLists(list).map((selection) => ({ list, selection })));

  it('do not grow with its rows where these have lists of their own', async () => {
    expect(nested().map(({ list, selection }) => `${list}.${selection.split('(')[0]}`)).toEqual(expect.arrayContaining(['webhooks.deliveries', 'webhookEvents.deliveries', 'deliveries.attempts']));
    for (const { list, selection } of nested()) {
      const statements = (first: number) => api.countReads(() => api.read(`query ($first: Int!) { ${list}(first: $first) { nodes { id ${selection} } } }`, { first }, viewer));
      await statements(1);
      expect([list, selection, await statements(ROWS)]).toEqual([list, selection, await statements(2)]);
    }
  });

  it('do not grow with its rows where these have lists that are looked for in bites', async () => {
    const statements = (first: number) => api.countReads(() => api.read(
      `query ($first: Int!) { webhooks(first: $first) { nodes { deliveries(first: 1, filter: { triggers: [TEST], statuses: [SUCCEEDED, PENDING] }) { nodes { id } count { value } } } } }`, { first }, viewer,
    ));
    await statements(1);
    expect(await statements(ROWS)).toBe(await statements(2));
  });

  it('are four at most for fifty deliveries with their webhooks and events', async () => {
    const webhook = await api.store.reader.findOneByOrFail(Webhook, { accountId: api.accountId });
    for (let number = 0; number < 50; number++) await insertDelivery(api.store, webhook, await insertEvent(api.store, webhook));
    const page = '{ deliveries(first: 50) { nodes { id status webhook { id name url environment { key } } event { id resourceId type { code name } } } pageInfo { hasNextPage endCursor } } }';
    expect(await api.countReads(() => api.read(page, {}, viewer))).toBeLessThanOrEqual(4);
  });

  it('are none for the catalogue, which is in memory', async () => {
    expect(await api.countReads(() => api.read('{ eventTypeGroups { key eventTypes { code name examples { payload } } } }', {}, viewer))).toBe(0);
  });
});
