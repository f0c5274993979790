import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createWebhook } from '../../server/commands/create-webhook.ts';
import { expireSecret } from '../../server/commands/expire-secret.ts';
import { rotateSecret } from '../../server/commands/rotate-secret.ts';
import { newId } from '../../server/domain/ids.ts';
import { findSecrets } from '../../server/storage/repositories/webhook-secrets.ts';
import { eachDatabase } from '../support/databases.ts';
import { openCommandBench, problemsOf, webhookInput, type CommandBench } from './command-bench.ts';

eachDatabase('ending a replaced secret', (kind) => {
  let bench: CommandBench;
  let id: string;
  let current: string;
  const secretIds = async () => (await findSecrets(bench.deps.store, [id])).map((secret) => secret.id) as [string, string];
  const expire = (secretId: string, caller = bench.caller) => expireSecret(bench.deps, caller, { id, secretId });

  beforeAll(async () => { bench = await openCommandBench(kind); });
  beforeEach(async () => {
    ({ webhook: { id } } = await createWebhook(bench.deps, bench.caller, webhookInput()));
    ({ signingSecret: current } = await rotateSecret(bench.deps, bench.caller, { id, overlapMs: null, signingSecret: null }));
  });
  afterAll(() => bench.close());

  it('leaves the current one alone to sign', async () => {
    await bench.deps.directory.byId(bench.caller.accountId, id);
    await expire((await secretIds())[1]);
    expect((await bench.deps.directory.byId(bench.caller.accountId, id))?.secrets.map(({ text }) => text)).toEqual([current]);
  });

  it('is refused for the current one', async () => {
    expect(await problemsOf(expire((await secretIds())[0]))).toMatchObject([{ code: 'INVALID_STATE', path: ['input', 'secretId'] }]);
  });

  it('is refused for one that has ended, or that there is not', async () => {
    const [, old] = await secretIds();
    await expire(old);
    for (const secretId of [old, newId('sec')]) expect(await problemsOf(expire(secretId))).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'secretId'] }]);
  });

  it('is refused in another account', async () => {
    const [, old] = await secretIds();
    expect(await problemsOf(expire(old, { ...bench.caller, accountId: newId('acc') }))).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'id'] }]);
  });
});
