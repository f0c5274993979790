import { environmentId } from '../../server/domain/environments.ts';
import { newId } from '../../server/domain/ids.ts';
import { generateRsaKeyPair } from '../../server/domain/signing/account-rsa.ts';
import { HOUR_MS } from '../../server/domain/time.ts';
import { hashToken, newToken } from '../../server/auth/tokens.ts';
import type { Viewer } from '../../server/auth/viewer.ts';
import { createWebhook } from '../../server/commands/create-webhook.ts';
import { noteAudit } from '../../server/storage/audit-rows.ts';
import { Account } from '../../server/storage/entities/account.ts';
import { ApiKey } from '../../server/storage/entities/api-key.ts';
import { AttemptStat, DURATION_COLUMNS } from '../../server/storage/entities/attempt-stat.ts';
import { BulkOperation } from '../../server/storage/entities/bulk-operation.ts';
import { Member, Person, Session } from '../../server/storage/entities/member.ts';
import { SigningKey } from '../../server/storage/entities/signing-key.ts';
import { Webhook, WebhookSecret } from '../../server/storage/entities/webhook.ts';
import { webhookInput } from '../commands/command-bench.ts';
import { accountRow, insertDelivery, insertEvent, NOON } from '../support/factories.ts';
import type { ApiBench } from './api-bench.ts';

const keyPair = generateRsaKeyPair();

/** One thing of each kind in an account of its own, and its Super Admin. */
export interface AccountWorld { accountId: string; viewer: Viewer; ids: Record<string, string> }

export async function makeWorld(api: ApiBench): Promise<AccountWorld> {
  const accountId = await addAccount(api);
  const viewer = await addOwner(api, accountId);
  const { webhook } = await createWebhook(api.commands.deps, viewer, webhookInput());
  const row = await api.store.reader.findOneByOrFail(Webhook, { id: webhook.id });
  const event = await insertEvent(api.store, row);
  const delivery = await insertDelivery(api.store, row, event, { status: 'FAILED', leaseOwner: null, dueAt: null, nextAttemptAt: null, completedAt: NOON });
  const attempt = await api.addAttempt(delivery);
  await addCounts(api, webhook.id);
  const secret = await api.store.reader.findOneByOrFail(WebhookSecret, { webhookId: webhook.id });
  return {
    accountId, viewer,
    ids: {
      wh: webhook.id, evt: event.id, dlv: delivery.id, att: attempt.id, sec: secret.id,
      mem: await addColleague(api, accountId), acc: await addSecondAccount(api, viewer), env: environmentId(accountId, 'PRODUCTION'),
      key: await addKey(api, accountId), ses: await addSession(api, viewer.actorId), sk: await addSigningKey(api, accountId), bulk: await addOperation(api, viewer),
    },
  };
}

/** One attempt in the statistics of a webhook. */
async function addCounts({ store }: ApiBench, webhookId: string): Promise<void> {
  const durations = Object.fromEntries(DURATION_COLUMNS.map((column) => [column, column === 'le100' ? 1 : 0]));
  await store.write((tx) => tx.insert(AttemptStat, {
    subject: webhookId, width: HOUR_MS, start: NOON - HOUR_MS, environment: 'PRODUCTION', result: 'SUCCEEDED', statusCode: 200, count: 1, begun: 1, fresh: 1, finished: 1, ...durations,
  }));
}

/** Everything that is stored about an account, as text. */
export async function snapshotOf({ store }: ApiBench, accountId: string): Promise<string> {
  const tables = store.reader.connection.entityMetadatas.filter(({ propertiesMap }) => 'accountId' in propertiesMap);
  const rows = await Promise.all(tables.map(({ target }) => store.reader.findBy(target, { accountId })));
  return JSON.stringify(rows);
}

async function addAccount({ store }: ApiBench): Promise<string> {
  const account = accountRow();
  await store.write((tx) => tx.insert(Account, account));
  return account.id;
}

async function addOwner({ store, member, commands }: ApiBench, accountId: string): Promise<Viewer> {
  const person = await addPerson(store);
  const row = memberRow(accountId, person.id, 'SUPER_ADMIN');
  const tokenHash = hashToken(newToken());
  await store.write(async (tx) => {
    await tx.insert(Member, row);
    await tx.insert(Session, { tokenHash, id: newId('ses'), memberId: row.id, createdAt: NOON, lastSeenAt: NOON, expiresAt: NOON + 1e9 });
  });
  const viewer = member.call({ accountId, commands } as ApiBench, 'SUPER_ADMIN');
  return { ...viewer, accountId, actorId: row.id, sessionTokenHash: tokenHash, member: { id: row.id, personId: person.id, name: person.name, email: person.email } };
}

/** Another browser in which somebody is signed in. */
async function addSession({ store }: ApiBench, memberId: string): Promise<string> {
  const id = newId('ses');
  await store.write((tx) => tx.insert(Session, { tokenHash: hashToken(newToken()), id, memberId, createdAt: NOON, lastSeenAt: NOON, expiresAt: NOON + 1e9 }));
  return id;
}

async function addPerson(store: ApiBench['store']): Promise<Person> {
  const id = newId('per');
  const person: Person = { id, email: `${id.toLowerCase()}@keybell.example`, name: 'Ada', passwordHash: 'none', createdAt: NOON };
  await store.write((tx) => tx.insert(Person, person));
  return person;
}

const memberRow = (accountId: string, personId: string, role: Member['role']): Member =>
  ({ id: newId('mem'), accountId, personId, role, status: 'ACTIVE', lastActiveAt: null, createdAt: NOON, removedAt: null });

async function addColleague({ store }: ApiBench, accountId: string): Promise<string> {
  const row = memberRow(accountId, (await addPerson(store)).id, 'VIEWER');
  await store.write(async (tx) => {
    await tx.insert(Member, row);
    await noteAudit(tx, { accountId, actorId: row.id }, { action: 'apiKey.revoke', target: { id: row.id, name: 'Some key' }, at: NOON });
  });
  return row.id;
}

async function addSecondAccount(api: ApiBench, { member }: Viewer): Promise<string> {
  const accountId = await addAccount(api);
  await api.store.write((tx) => tx.insert(Member, memberRow(accountId, member!.personId, 'ADMIN')));
  return accountId;
}

async function addKey({ store }: ApiBench, accountId: string): Promise<string> {
  const id = newId('key');
  await store.write((tx) => tx.insert(ApiKey, {
    id, accountId, name: 'Publisher', hint: 'kb_…abcd', hash: hashToken(id), scopes: ['EVENTS_PUBLISH'], environments: ['PRODUCTION'],
    createdByMemberId: null, lastUsedAt: null, expiresAt: null, revokedAt: null, createdAt: NOON,
  }));
  return id;
}

async function addSigningKey({ store, commands }: ApiBench, accountId: string): Promise<string> {
  const id = newId('sk');
  const { publicKeyPem, privateKeyPem } = await keyPair;
  const privateKeySealed = commands.deps.keyring.seal(privateKeyPem, { purpose: 'signing_key', rowId: id });
  await store.write((tx) => tx.insert(SigningKey, { id, accountId, bits: 2048, publicKeyPem, privateKeySealed, activeFrom: 0, revokedAt: null, createdAt: 0 }));
  return id;
}

async function addOperation({ store }: ApiBench, { accountId, actorId, environments }: Viewer): Promise<string> {
  const id = newId('bulk');
  const plan = { selection: { kind: 'ids', ids: [] }, onlyUnsuccessful: false, targetWebhookId: null, maxRequestsPerSecond: null };
  await store.write((tx) => tx.insert(BulkOperation, {
    id, accountId, kind: 'REPLAY', status: 'RUNNING', plan, environments: [...environments], scopeDescription: 'some', upTo: '', position: '',
    totalCount: 0, succeededCount: 0, skips: {}, paceAt: 0, turnAt: 0, idempotencyKey: id, contentHash: '', fault: null, createdBy: actorId,
    createdAt: NOON, completedAt: null, revision: 1,
  } as object));
  return id;
}
