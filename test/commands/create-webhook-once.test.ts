import { afterAll, beforeAll, expect, it } from 'vitest';
import { createWebhookOnce } from '../../server/commands/create-webhook-once.ts';
import type { CreateWebhookInput } from '../../server/commands/create-webhook.ts';
import { deleteWebhook } from '../../server/commands/delete-webhook.ts';
import { rotateSecret } from '../../server/commands/rotate-secret.ts';
import { newId } from '../../server/domain/ids.ts';
import { DAY_MS } from '../../server/domain/time.ts';
import { IdempotentRequest } from '../../server/storage/entities/idempotent-request.ts';
import { Webhook } from '../../server/storage/entities/webhook.ts';
import { pruneRequests } from '../../server/storage/prune-leftovers.ts';
import { auditEntriesOf } from '../../server/storage/repositories/audit-log.ts';
import { eachDatabase } from '../support/databases.ts';
import { openCommandBench, problemsOf, webhookInput, type CommandBench } from './command-bench.ts';

eachDatabase('webhookCreate with an idempotency key', (kind) => {
  let bench: CommandBench;
  let keys = 0;
  const newKey = () => `key ${++keys}`;
  const create = (idempotencyKey: string | null, own: Partial<CreateWebhookInput> = {}, caller = bench.caller) =>
    createWebhookOnce(bench.deps, caller, { input: webhookInput(own), idempotencyKey });

  beforeAll(async () => { bench = await openCommandBench(kind); });
  afterAll(() => bench.close());

  it('makes one webhook, and shows the same result again', async () => {
    const key = newKey();
    const first = await create(key);
    const again = await create(key);
    expect(first.isIdempotentReplay).toBe(false);
    expect(again).toEqual({ ...first, webhook: await bench.deps.store.reader.findOneBy(Webhook, { id: first.webhook.id }), isIdempotentReplay: true });
  });

  it('makes one webhook when the same request comes several times at once', async () => {
    const key = newKey();
    const results = await Promise.all([1, 2, 3, 4].map(() => create(key, { name: key })));
    expect(new Set(results.map(({ webhook, signingSecret }) => `${webhook.id} ${signingSecret}`)).size).toBe(1);
    expect(results.filter(({ isIdempotentReplay }) => !isIdempotentReplay)).toHaveLength(1);
    expect(await bench.deps.store.reader.countBy(Webhook, { accountId: bench.caller.accountId, name: key })).toBe(1);
  });

  it('refuses the key for another input, also when only a secret differs', async () => {
    const key = newKey();
    const header = (value: string) => ({ customHeaders: [{ name: 'X-Token', value, isSecret: true }] });
    await create(key, header('a'));
    for (const other of [{ ...header('b') }, { ...header('a'), name: 'ERP' }]) {
      expect(await problemsOf(create(key, other))).toMatchObject([{ code: 'IDEMPOTENCY_KEY_REUSED', path: ['input', 'idempotencyKey'] }]);
    }
  });

  it('does not take a request that was refused for its result', async () => {
    const key = newKey();
    expect(await problemsOf(create(key, { name: '' }))).toMatchObject([{ path: ['input', 'name'] }]);
    expect(await create(key)).toMatchObject({ isIdempotentReplay: false });
  });

  it('is each caller\'s own', async () => {
    const key = newKey();
    const first = await create(key);
    const other = await create(key, {}, { ...bench.caller, actorId: newId('key') });
    expect(other.isIdempotentReplay).toBe(false);
    expect(other.webhook.id).not.toBe(first.webhook.id);
  });

  it('makes another webhook after a day, and forgets the key then', async () => {
    const key = newKey();
    const first = await create(key);
    bench.clock.advance(DAY_MS - 1);
    expect((await create(key)).isIdempotentReplay).toBe(true);
    bench.clock.advance(1);
    const next = await create(key);
    expect(next.isIdempotentReplay).toBe(false);
    expect(next.webhook.id).not.toBe(first.webhook.id);
    bench.clock.advance(DAY_MS);
    await bench.deps.store.write((tx) => pruneRequests(tx, { now: bench.clock.now(), limit: 100 }));
    expect(await bench.deps.store.reader.countBy(IdempotentRequest, { resultId: next.webhook.id })).toBe(0);
  });

  it('shows no secret that signs no more', async () => {
    const key = newKey();
    const { webhook } = await create(key);
    bench.clock.advance(1);
    await rotateSecret(bench.deps, bench.caller, { id: webhook.id, overlapMs: 0, signingSecret: null });
    expect(await create(key)).toMatchObject({ webhook: { id: webhook.id }, signingSecret: null, isIdempotentReplay: true });
  });

  it('notes in the audit log that the secret was shown again', async () => {
    const key = newKey();
    const { webhook } = await create(key);
    await create(key);
    const entries = await auditEntriesOf(bench.deps.store, bench.caller, { targetIds: [webhook.id] }).orderBy('entry.id', 'ASC').getMany();
    expect(entries.map(({ action }) => action)).toEqual(['webhook.create', 'webhook.secret.reveal']);
  });

  it('says so when its webhook was deleted', async () => {
    const key = newKey();
    const { webhook } = await create(key);
    await deleteWebhook(bench.deps, bench.caller, webhook.id);
    expect(await problemsOf(create(key))).toMatchObject([{ code: 'INVALID_STATE', path: ['input', 'idempotencyKey'] }]);
  });

  it.each([['', 'REQUIRED'], ['x'.repeat(201), 'TOO_LONG'], ['a\u0000b', 'INVALID']])('refuses the key %j', async (key, code) => {
    expect(await problemsOf(create(key))).toMatchObject([{ code, path: ['input', 'idempotencyKey'] }]);
  });

  it('keeps neither the key nor the input in clear', async () => {
    const key = newKey();
    const signingSecret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
    const { webhook } = await create(key, { signingSecret });
    const row = await bench.deps.store.reader.findOneByOrFail(IdempotentRequest, { resultId: webhook.id });
    expect(JSON.stringify(row)).not.toContain(key);
    expect(JSON.stringify(row)).not.toContain(signingSecret);
  });
});
