import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { changeWebhook, type ChangeWebhookInput } from '../../server/commands/change-webhook.ts';
import { createWebhook } from '../../server/commands/create-webhook.ts';
import { newId } from '../../server/domain/ids.ts';
import { DEFAULT_RETRY_POLICY } from '../../server/domain/retry-policy.ts';
import { Webhook } from '../../server/storage/entities/webhook.ts';
import { openCommandBench, problemsOf, webhookInput, type CommandBench } from './command-bench.ts';

describe('changeWebhook', () => {
  let bench: CommandBench;
  let webhook: Webhook;
  const change = (own: Partial<ChangeWebhookInput>) => changeWebhook(bench.deps, bench.caller, { id: webhook.id, ...own });
  const cached = () => bench.deps.directory.byId(bench.caller.accountId, webhook.id);

  beforeAll(async () => {
    bench = await openCommandBench();
  });
  beforeEach(async () => {
    const customHeaders = [{ name: 'Authorization', value: 'Bearer abc', isSecret: true }];
    ({ webhook } = await createWebhook(bench.deps, bench.caller, webhookInput({ description: 'Old notes', timeoutMs: 5000, customHeaders })));
  });
  afterAll(() => bench.close());

  it('changes what is given and leaves the rest', async () => {
    const changed = await change({ name: 'New name' });
    expect(changed).toMatchObject({ name: 'New name', url: webhook.url, description: 'Old notes', timeoutMs: 5000, version: 2 });
    expect(await bench.deps.store.reader.findOneBy(Webhook, { id: webhook.id })).toEqual(changed);
  });

  it('clears what is null', async () => {
    await change({ retryPolicy: DEFAULT_RETRY_POLICY });
    expect(await change({ description: null, timeoutMs: null, retryPolicy: null })).toMatchObject({ description: null, timeoutMs: null, retryPolicy: null });
  });

  it('holds for senders at once', async () => {
    await change({ url: 'https://new.example.com/' });
    expect((await cached())?.url).toBe('https://new.example.com/');
  });

  it('refuses a stale version with the current state', async () => {
    await change({ name: 'Theirs' });
    const [problem] = await problemsOf(change({ name: 'Mine', expectedVersion: 1 }));
    expect(problem).toMatchObject({ code: 'STALE_VERSION', path: ['input', 'expectedVersion'], current: { name: 'Theirs', version: 2 } });
  });

  it('keeps a secret header value that is not given again', async () => {
    await change({ customHeaders: [{ name: 'authorization', isSecret: true }, { name: 'X-Team', value: 'billing', isSecret: false }] });
    expect((await cached())?.customHeaders.map(({ value }) => value)).toEqual(['Bearer abc', 'billing']);
  });

  it('wants the value of a header that is not secret any more', async () => {
    const problems = await problemsOf(change({ customHeaders: [{ name: 'Authorization', isSecret: false }] }));
    expect(problems).toMatchObject([{ code: 'REQUIRED', path: ['input', 'customHeaders', '0', 'value'] }]);
  });

  it('switches off and on with the reason that somebody did it', async () => {
    bench.clock.advance(1000);
    expect(await change({ isActive: false })).toMatchObject({ status: 'INACTIVE', statusReason: 'MANUAL', statusChangedAt: bench.clock.now() });
    expect((await cached())?.isActive).toBe(false);
    expect(await change({ isActive: true })).toMatchObject({ status: 'ACTIVE' });
  });

  it('reports everything that is wrong at once and changes nothing', async () => {
    const problems = await problemsOf(change({ name: '', url: 'ftp://x.example.com', events: [], description: 'New notes' }));
    expect(problems.map(({ path }) => path?.[1])).toEqual(['name', 'url', 'events']);
    expect((await bench.deps.store.reader.findOneBy(Webhook, { id: webhook.id }))?.description).toBe('Old notes');
  });

  it.each([
    ['of another account', { accountId: newId('acc') }],
    ['in an environment the key may not use', { environments: ['STAGING'] as const }],
  ])('does not find a webhook %s', async (_what, other) => {
    const problems = await problemsOf(changeWebhook(bench.deps, { ...bench.caller, ...other }, { id: webhook.id, name: 'Mine now' }));
    expect(problems).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'id'] }]);
  });

  it('moves no webhook to an environment the key may not use', async () => {
    const narrow = { ...bench.caller, environments: ['PRODUCTION'] as const };
    const problems = await problemsOf(changeWebhook(bench.deps, narrow, { id: webhook.id, environment: 'STAGING' }));
    expect(problems).toMatchObject([{ code: 'INVALID', path: ['input', 'environment'] }]);
  });
});
