import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { stopOperation } from '../../server/commands/bulk-operations.ts';
import { cancelDelivery } from '../../server/commands/cancel-deliveries.ts';
import { changeWebhook } from '../../server/commands/change-webhook.ts';
import { createApiKey } from '../../server/commands/create-api-key.ts';
import { createWebhook } from '../../server/commands/create-webhook.ts';
import { deleteWebhook } from '../../server/commands/delete-webhook.ts';
import { expireSecret } from '../../server/commands/expire-secret.ts';
import { replayDeliveries } from '../../server/commands/replay-deliveries.ts';
import { restoreWebhook } from '../../server/commands/restore-webhook.ts';
import { retryDelivery } from '../../server/commands/retry-delivery.ts';
import { revealSecret } from '../../server/commands/reveal-secret.ts';
import { revokeApiKey } from '../../server/commands/revoke-api-key.ts';
import { rotateSecret } from '../../server/commands/rotate-secret.ts';
import { sendTest } from '../../server/commands/send-test.ts';
import { switchWebhooks } from '../../server/commands/switch-webhooks.ts';
import { newId } from '../../server/domain/ids.ts';
import { SECOND_MS } from '../../server/domain/time.ts';
import type { AuditEntry } from '../../server/storage/entities/audit-entry.ts';
import type { Delivery } from '../../server/storage/entities/delivery.ts';
import type { Webhook } from '../../server/storage/entities/webhook.ts';
import { auditEntriesOf } from '../../server/storage/repositories/audit-log.ts';
import { insertMember } from '../../server/storage/repositories/members.ts';
import { findSecrets } from '../../server/storage/repositories/webhook-secrets.ts';
import { switchOffWebhook } from '../../server/storage/webhook-rows.ts';
import { eachDatabase } from '../support/databases.ts';
import { insertDelivery, insertEvent, NOON } from '../support/factories.ts';
import { openCommandBench, problemsOf, webhookInput, type CommandBench } from './command-bench.ts';

eachDatabase('the audit log', (kind) => {
  let bench: CommandBench;
  let webhook: Webhook;
  const entries = (): Promise<AuditEntry[]> => auditEntriesOf(bench.deps.store, bench.caller).orderBy('entry.id', 'ASC').getMany();
  /** What `work` added to the log. */
  async function added(work: () => Promise<unknown>): Promise<AuditEntry[]> {
    const before = (await entries()).length;
    await work();
    return (await entries()).slice(before);
  }
  const fieldsOf = (entry: AuditEntry | undefined) => entry?.changes.map(({ field }) => field);
  const newDelivery = async (own: Partial<Delivery> = {}) => insertDelivery(bench.deps.store, webhook, await insertEvent(bench.deps.store, webhook), own);

  beforeAll(async () => {
    bench = await openCommandBench(kind);
    const { accountId, actorId } = bench.caller;
    const person = { id: newId('per'), email: 'ada@keybell.example', name: 'Ada', passwordHash: null, createdAt: NOON };
    const member = { id: actorId, accountId, personId: person.id, role: 'SUPER_ADMIN', status: 'ACTIVE', lastActiveAt: null, createdAt: NOON, removedAt: null } as const;
    await bench.deps.store.write((tx) => insertMember(tx, person, member));
  });
  beforeEach(async () => {
    ({ webhook } = await createWebhook(bench.deps, bench.caller, webhookInput()));
  });
  afterAll(() => bench.close());

  describe('has one entry', () => {
    const actions: [action: string, work: () => Promise<unknown>][] = [
      ['webhook.create', () => createWebhook(bench.deps, bench.caller, webhookInput())],
      ['webhook.update', () => changeWebhook(bench.deps, bench.caller, { id: webhook.id, name: 'ERP' })],
      ['webhook.deactivate', () => switchWebhooks(bench.deps, bench.caller, { ids: [webhook.id], isActive: false })],
      ['webhook.activate', () => switchWebhooks(bench.deps, bench.caller, { ids: [webhook.id], isActive: true })],
      ['webhook.delete', () => deleteWebhook(bench.deps, bench.caller, webhook.id)],
      ['webhook.test', () => sendTest(bench.deps, bench.caller, webhook.id)],
      ['webhook.secret.rotate', () => rotateSecret(bench.deps, bench.caller, { id: webhook.id, overlapMs: null, signingSecret: null })],
      ['webhook.secret.reveal', () => revealSecret(bench.deps, { ...bench.caller, provenAt: bench.clock.now() }, { id: webhook.id, secretId: null })],
      ['apiKey.create', () => createApiKey(bench.deps, bench.caller, { name: 'CI', scopes: ['WEBHOOKS_READ'], environments: ['STAGING'], expiresAt: null })],
      ['delivery.retry', async () => retryDelivery(bench.deps, bench.caller, { id: (await newDelivery({ status: 'FAILED', leaseOwner: null, dueAt: null })).id, resumeRetries: false })],
      ['delivery.cancel', async () => cancelDelivery(bench.deps, bench.caller, (await newDelivery()).id)],
      ['deliveries.replay', async () => replayDeliveries(bench.deps, bench.caller, { scope: { ids: [(await newDelivery()).id] }, onlyUnsuccessful: true, idempotencyKey: newId('dlv') })],
    ];

    it.each(actions)('of %s', async (action, work) => {
      const [entry, ...more] = await added(work);
      expect(entry).toMatchObject({ action, accountId: bench.caller.accountId, actorId: bench.caller.actorId, at: bench.clock.now() });
      expect(more).toEqual([]);
    });

    it('of restoring, of ending a secret, of revoking a key and of stopping an operation', async () => {
      await deleteWebhook(bench.deps, bench.caller, webhook.id);
      expect((await added(() => restoreWebhook(bench.deps, bench.caller, webhook.id))).map(({ action }) => action)).toEqual(['webhook.restore']);
      await rotateSecret(bench.deps, bench.caller, { id: webhook.id, overlapMs: SECOND_MS, signingSecret: null });
      const old = (await findSecrets(bench.deps.store, [webhook.id]))[1]!;
      expect((await added(() => expireSecret(bench.deps, bench.caller, { id: webhook.id, secretId: old.id }))).map(({ action }) => action)).toEqual(['webhook.secret.expire']);
      const { apiKey } = await createApiKey(bench.deps, bench.caller, { name: 'CI', scopes: ['WEBHOOKS_READ'], environments: ['STAGING'], expiresAt: null });
      const revoke = () => revokeApiKey(bench.deps, bench.caller, apiKey.id);
      expect((await added(() => Promise.all([revoke(), revoke()]))).map(({ action }) => action)).toEqual(['apiKey.revoke']);
      const { bulkOperation } = await replayDeliveries(bench.deps, bench.caller, {
        scope: { ids: [(await newDelivery()).id] }, onlyUnsuccessful: true, idempotencyKey: newId('dlv'),
      });
      const stop = () => stopOperation(bench.deps, bench.caller, bulkOperation.id);
      expect((await added(async () => { await stop(); await stop(); })).map(({ action }) => action)).toEqual(['bulkOperation.cancel']);
    });

    it('for each of several webhooks that are switched at once', async () => {
      const { webhook: other } = await createWebhook(bench.deps, bench.caller, webhookInput({ name: 'ERP' }));
      const switched = await added(() => switchWebhooks(bench.deps, bench.caller, { ids: [webhook.id, other.id], isActive: false }));
      expect(switched.map(({ targetName }) => targetName)).toEqual([webhook.name, 'ERP']);
    });

    it('of a webhook that this server switches off', async () => {
      const facts = { accountId: webhook.accountId, webhookId: webhook.id, webhookName: webhook.name, environment: webhook.environment };
      const off = () => bench.deps.store.write((tx) => switchOffWebhook(tx, facts, { reason: 'AUTO_DISABLED', now: NOON }));
      expect(await added(async () => { await off(); await off(); })).toMatchObject([{
        action: 'webhook.deactivate', actorId: 'auto-disable', actorName: 'auto-disable', targetId: webhook.id, environment: 'PRODUCTION',
        changes: [{ field: 'status', before: 'ACTIVE', after: 'INACTIVE', isRedacted: false }],
      }]);
    });
  });

  it('has nothing of what was refused, changed nothing or only repeats', async () => {
    const failed = await newDelivery({ status: 'FAILED', leaseOwner: null, dueAt: null });
    await retryDelivery(bench.deps, bench.caller, { id: failed.id, resumeRetries: false, idempotencyKey: 'again' });
    const stranger = { ...bench.caller, accountId: newId('acc') };
    expect(await added(async () => {
      await problemsOf(changeWebhook(bench.deps, bench.caller, { id: webhook.id, name: '' }));
      await problemsOf(changeWebhook(bench.deps, bench.caller, { id: webhook.id, name: 'ERP', expectedVersion: 7 }));
      await problemsOf(deleteWebhook(bench.deps, stranger, webhook.id));
      await problemsOf(createWebhook(bench.deps, bench.caller, webhookInput({ url: 'ftp://x' })));
      await changeWebhook(bench.deps, bench.caller, { id: webhook.id, name: webhook.name });
      await switchWebhooks(bench.deps, bench.caller, { ids: [webhook.id], isActive: false });
      await switchWebhooks(bench.deps, bench.caller, { ids: [webhook.id], isActive: false });
      await retryDelivery(bench.deps, bench.caller, { id: failed.id, resumeRetries: false, idempotencyKey: 'again' });
    })).toMatchObject([{ action: 'webhook.deactivate' }]);
  });

  it('keeps no secret: neither of the webhook, nor of its headers, nor of API keys', async () => {
    const header = (value: string) => [{ name: 'X-Token', value, isSecret: true }, { name: 'X-Team', value: 'billing', isSecret: false }];
    const secrets = ['token of the first day', 'token of the second day'];
    const created = await createWebhook(bench.deps, bench.caller, webhookInput({ customHeaders: header(secrets[0]!) }));
    secrets.push(created.signingSecret);
    const { id } = created.webhook;
    const [entry] = await added(() => changeWebhook(bench.deps, bench.caller, { id, customHeaders: header(secrets[1]!) }));
    expect(entry?.changes).toEqual([{ field: 'customHeaders.X-Token', before: null, after: null, isRedacted: true }]);
    secrets.push((await rotateSecret(bench.deps, bench.caller, { id, overlapMs: null, signingSecret: null })).signingSecret);
    secrets.push(await revealSecret(bench.deps, { ...bench.caller, provenAt: bench.clock.now() }, { id, secretId: null }));
    secrets.push((await createApiKey(bench.deps, bench.caller, { name: 'CI', scopes: ['WEBHOOKS_READ'], environments: ['STAGING'], expiresAt: null })).secret);
    const text = JSON.stringify(await entries());
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
    expect(text).not.toContain('v1.');
  });

  it('does not mention a header whose stored value was kept', async () => {
    const created = await createWebhook(bench.deps, bench.caller, webhookInput({ customHeaders: [{ name: 'X-Token', value: 'abc', isSecret: true }] }));
    const [entry] = await added(() => changeWebhook(bench.deps, bench.caller, {
      id: created.webhook.id, name: 'ERP', customHeaders: [{ name: 'X-Token', value: null, isSecret: true }],
    }));
    expect(fieldsOf(entry)).toEqual(['name']);
  });

  it('speaks of fields by their names in the API, and of durations in its form', async () => {
    const [entry] = await added(() => changeWebhook(bench.deps, bench.caller, { id: webhook.id, timeoutMs: 5_000, events: ['license.created'] }));
    expect(entry?.changes).toEqual([
      { field: 'eventPatterns', before: ['license.*'], after: ['license.created'], isRedacted: false },
      { field: 'timeout', before: null, after: 'PT5S', isRedacted: false },
    ]);
  });

  it('says where the request came from', async () => {
    const caller = { ...bench.caller, origin: { ip: '203.0.113.7', userAgent: 'x'.repeat(1_000), requestId: 'req_1' } };
    const [entry] = await added(() => switchWebhooks(bench.deps, caller, { ids: [webhook.id], isActive: false }));
    expect(entry).toMatchObject({ ipAddress: '203.0.113.7', userAgent: 'x'.repeat(255), requestId: 'req_1' });
  });

  it('calls the actor by the name of the time', async () => {
    const { apiKey } = await createApiKey(bench.deps, bench.caller, { name: 'Deploy key', scopes: ['WEBHOOKS_WRITE'], environments: ['STAGING'], expiresAt: null });
    const [entry] = await added(() => switchWebhooks(bench.deps, { ...bench.caller, actorId: apiKey.id }, { ids: [webhook.id], isActive: false }));
    expect(entry).toMatchObject({ actorId: apiKey.id, actorName: 'Deploy key' });
  });

  it('leaves out the environment of a webhook that moved to another', async () => {
    const [entry] = await added(() => changeWebhook(bench.deps, bench.caller, { id: webhook.id, environment: 'STAGING' }));
    expect(entry).toMatchObject({ environment: null, targetId: webhook.id });
  });
});
