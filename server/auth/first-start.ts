import { apiKeyHint, hashApiKey } from '../domain/credentials.ts';
import { ENVIRONMENTS } from '../domain/environments.ts';
import { newId } from '../domain/ids.ts';
import { API_SCOPES } from '../domain/roles.ts';
import { DAY_MS } from '../domain/time.ts';
import { newSigningKey } from '../storage/account-keys.ts';
import type { Keyring } from '../storage/encryption.ts';
import { findAccount, insertAccount } from '../storage/repositories/accounts.ts';
import { findApiKeyByHash, insertApiKey } from '../storage/repositories/api-keys.ts';
import { hasMembers, insertMember, insertSetupToken } from '../storage/repositories/members.ts';
import { isDuplicate, type Store } from '../storage/store.ts';
import { hashPassword } from './passwords.ts';
import { hashToken, newToken } from './tokens.ts';

/** The same id in every process, so that of two that start at once the database lets only one make the account. */
export const FIRST_ACCOUNT_ID = `acc_${'0'.repeat(26)}`;

/** Links of starts further back are dropped; those of processes that start together all work. */
const SETUP_TOKEN_KEPT_MS = 7 * DAY_MS;

export interface FirstStartOptions {
  readonly store: Store;
  readonly keyring: Keyring;
  readonly clock: () => number;
  readonly admin: { readonly email: string; readonly password: string } | null;
  readonly bootstrapApiKey: string | null;
}

/**
 * Makes what is missing for somebody to come in: the first account with its RSA key, the administrator and the API key that the
 * settings name. Returns a one-time setup token when there is nobody yet who could sign in, otherwise null.
 */
export async function makeFirstDoors(options: FirstStartOptions): Promise<string | null> {
  await ensureAccount(options);
  await ensureAdmin(options);
  await ensureApiKey(options);
  return (await hasMembers(options.store.reader, FIRST_ACCOUNT_ID)) ? null : offerSetup(options);
}

async function ensureAccount({ store, keyring, clock }: FirstStartOptions): Promise<void> {
  if (await findAccount(store, FIRST_ACCOUNT_ID)) return;
  const createdAt = clock();
  const account = { id: FIRST_ACCOUNT_ID, name: 'My company', webhooksVersion: 0, requiresTwoFactor: false, createdAt };
  const key = await newSigningKey(keyring, { accountId: account.id, activeFrom: createdAt, createdAt });
  await unlessSomebodyWasFaster(store.write((tx) => insertAccount(tx, account, key)));
}

async function ensureAdmin({ store, clock, admin }: FirstStartOptions): Promise<void> {
  if (!admin || await hasMembers(store.reader, FIRST_ACCOUNT_ID)) return;
  const createdAt = clock();
  const person = { id: newId('per'), email: admin.email, name: 'Administrator', passwordHash: await hashPassword(admin.password), createdAt };
  await unlessSomebodyWasFaster(store.write((tx) => insertMember(tx, person, {
    id: newId('mem'), accountId: FIRST_ACCOUNT_ID, personId: person.id, role: 'SUPER_ADMIN', status: 'ACTIVE', lastActiveAt: null, createdAt, removedAt: null,
  })));
}

/** A key that was revoked stays so: its row is still there. */
async function ensureApiKey({ store, clock, bootstrapApiKey }: FirstStartOptions): Promise<void> {
  if (bootstrapApiKey === null) return;
  const hash = hashApiKey(bootstrapApiKey);
  if (await findApiKeyByHash(store, hash)) return;
  await unlessSomebodyWasFaster(store.write((tx) => insertApiKey(tx, {
    id: newId('key'), accountId: FIRST_ACCOUNT_ID, name: 'Bootstrap key', hint: apiKeyHint(bootstrapApiKey), hash,
    scopes: [...API_SCOPES], environments: [...ENVIRONMENTS], createdByMemberId: null,
    lastUsedAt: null, expiresAt: null, revokedAt: null, createdAt: clock(),
  })));
}

async function offerSetup({ store, clock }: FirstStartOptions): Promise<string> {
  const token = newToken();
  const createdAt = clock();
  const row = { tokenHash: hashToken(token), accountId: FIRST_ACCOUNT_ID, createdAt };
  await store.write((tx) => insertSetupToken(tx, row, createdAt - SETUP_TOKEN_KEPT_MS));
  return token;
}

async function unlessSomebodyWasFaster(write: Promise<void>): Promise<void> {
  try {
    await write;
  } catch (error) {
    if (!isDuplicate(error)) throw error;
  }
}
