import { createPublicKey, sign, verify, type JsonWebKey } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { FIRST_ACCOUNT_ID } from '../../server/auth/first-start.ts';
import { createAccount } from '../../server/commands/create-account.ts';
import { keySets } from '../../server/http/well-known.ts';
import { AccountKeys, newSigningKey } from '../../server/storage/account-keys.ts';
import type { Account } from '../../server/storage/entities/account.ts';
import { insertAccount } from '../../server/storage/repositories/accounts.ts';
import { TeamBench } from '../commands/team-bench.ts';
import { eachDatabase } from '../support/databases.ts';
import { accountRow } from '../support/factories.ts';

interface KeySet { keys: (JsonWebKey & { kid: string })[] }

eachDatabase('the published key sets', (kind) => {
  let team: TeamBench;
  let server: Server;
  let first: Account;
  let second: Account;

  beforeAll(async () => {
    team = await TeamBench.open(kind);
    const answer = keySets({ store: team.store, clock: team.clock.now });
    server = createServer((req, res) => void answer({ req, res, path: req.url!, search: '', requestId: '', ip: '' })).listen(0, '127.0.0.1');
    await once(server, 'listening');
    first = { ...accountRow(), id: FIRST_ACCOUNT_ID };
    const dates = { accountId: first.id, activeFrom: team.clock.now(), createdAt: team.clock.now() };
    const key = await newSigningKey(team.keyring, dates);
    await team.store.write((tx) => insertAccount(tx, first, key));
    second = await createAccount(team.deps, await team.addMember(first.id, 'SUPER_ADMIN'), 'Somebody else');
  });
  afterAll(async () => {
    server.close();
    await team.close();
  });

  const get = (path: string) => fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`);
  const keySet = async (path: string) => await (await get(path)).json() as KeySet;
  const pathOf = ({ id }: Account) => `/.well-known/${id}/jwks.json`;
  const keyOf = ({ id }: Account) => new AccountKeys(team.deps).active(id, team.clock.now());

  it('hold the keys of one account each', async () => {
    for (const account of [first, second]) {
      expect((await keySet(pathOf(account))).keys).toEqual([expect.objectContaining({ kid: (await keyOf(account)).id, kty: 'RSA', alg: 'RS256', use: 'sig' })]);
    }
  });

  it('verify the signatures of their own account and of no other', async () => {
    const body = Buffer.from('{"event":"license.activated"}');
    const signature = sign('sha256', body, (await keyOf(second)).privateKey);
    const verifies = async (path: string) => (await keySet(path)).keys.some((jwk) => verify('sha256', body, createPublicKey({ key: jwk, format: 'jwk' }), signature));
    expect(await verifies(pathOf(second))).toBe(true);
    expect(await verifies(pathOf(first))).toBe(false);
    expect(await verifies('/.well-known/jwks.json')).toBe(false);
  });

  it('are, without an account in the path, that of the first account', async () => {
    expect(await keySet('/.well-known/jwks.json')).toEqual(await keySet(pathOf(first)));
  });

  it('may be kept for five minutes', async () => {
    for (const path of ['/.well-known/jwks.json', pathOf(second)]) {
      const { status, headers } = await get(path);
      expect([status, headers.get('content-type'), headers.get('cache-control')]).toEqual([200, 'application/jwk-set+json', 'public, max-age=300']);
    }
  });

  it.each([
    accountRow().id, '', 'jwks.json', `${FIRST_ACCOUNT_ID}/x`, FIRST_ACCOUNT_ID.toUpperCase(), 'constructor',
  ])('do not exist for the account %j', async (id) => {
    expect((await get(`/.well-known/${id}/jwks.json`)).status).toBe(404);
  });
});
