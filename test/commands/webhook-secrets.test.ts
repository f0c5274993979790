import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createWebhook } from '../../server/commands/create-webhook.ts';
import { revealSecret } from '../../server/commands/reveal-secret.ts';
import { rotateSecret, type RotateSecretInput } from '../../server/commands/rotate-secret.ts';
import { newId } from '../../server/domain/ids.ts';
import { newSecret } from '../../server/domain/signing/secrets.ts';
import { DAY_MS, HOUR_MS } from '../../server/domain/time.ts';
import { findSecrets } from '../../server/storage/repositories/webhook-secrets.ts';
import { openCommandBench, problemsOf, webhookInput, type CommandBench } from './command-bench.ts';

let bench: CommandBench;
let id: string;
let first: string;
const rotate = (own: Partial<RotateSecretInput> = {}) => rotateSecret(bench.deps, bench.caller, { id, overlapMs: null, signingSecret: null, ...own });
const reveal = (secretId: string | null = null) => revealSecret(bench.deps, { ...bench.caller, provenAt: bench.clock.now() }, { id, secretId });
const signing = async () => (await bench.deps.directory.byId(bench.caller.accountId, id))?.secrets.map(({ text }) => text);

beforeAll(async () => {
  bench = await openCommandBench();
});
beforeEach(async () => {
  const created = await createWebhook(bench.deps, bench.caller, webhookInput());
  [id, first] = [created.webhook.id, created.signingSecret];
});
afterAll(() => bench.close());

describe('rotateSecret', () => {
  it('has the old secret sign for 24 hours more', async () => {
    const { signingSecret, previousSecretExpiresAt } = await rotate();
    expect(previousSecretExpiresAt).toBe(bench.clock.now() + DAY_MS);
    expect(await signing()).toEqual([signingSecret, first]);
  });

  it('ends every old secret at once with an overlap of nothing', async () => {
    await rotate();
    const { signingSecret } = await rotate({ overlapMs: 0 });
    expect(await signing()).toEqual([signingSecret]);
  });

  it('leaves the end of an earlier overlap as it was', async () => {
    const { previousSecretExpiresAt } = await rotate({ overlapMs: HOUR_MS });
    await rotate();
    const ends = (await findSecrets(bench.deps.store, [id])).map(({ expiresAt }) => expiresAt);
    expect(ends).toEqual([null, bench.clock.now() + DAY_MS, previousSecretExpiresAt]);
  });

  it('keeps no more than three old secrets', async () => {
    for (let turn = 0; turn < 5; turn++) await rotate();
    expect(await signing()).toHaveLength(4);
  });

  it('takes an own secret', async () => {
    const signingSecret = newSecret();
    expect((await rotate({ signingSecret })).signingSecret).toBe(signingSecret);
  });

  it('refuses the secret that the webhook has already', async () => {
    expect(await problemsOf(rotate({ signingSecret: first }))).toMatchObject([{ code: 'INVALID', path: ['input', 'signingSecret'] }]);
  });

  it('refuses a bad secret and a long overlap together', async () => {
    const problems = await problemsOf(rotate({ signingSecret: 'nope', overlapMs: 8 * DAY_MS }));
    expect(problems.map(({ path }) => path?.[1])).toEqual(['overlap', 'signingSecret']);
  });

  it('does not find a webhook of another account', async () => {
    const stranger = { ...bench.caller, accountId: newId('acc') };
    expect(await problemsOf(rotateSecret(bench.deps, stranger, { id, overlapMs: null, signingSecret: null }))).toMatchObject([{ code: 'NOT_FOUND' }]);
  });
});

describe('revealSecret', () => {
  it('shows the current secret and notes when', async () => {
    expect(await reveal()).toBe(first);
    expect((await findSecrets(bench.deps.store, [id]))[0]?.lastRevealedAt).toBe(bench.clock.now());
  });

  it('shows an old secret that still signs', async () => {
    await rotate();
    const [, old] = await findSecrets(bench.deps.store, [id]);
    expect(await reveal(old!.id)).toBe(first);
  });

  it('does not show a secret that is no longer used', async () => {
    await rotate({ overlapMs: HOUR_MS });
    const [, old] = await findSecrets(bench.deps.store, [id]);
    bench.clock.advance(HOUR_MS);
    expect(await problemsOf(reveal(old!.id))).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'secretId'] }]);
  });
});
