import { In, IsNull, type EntityManager } from 'typeorm';
import { ApiKey } from '../entities/api-key.ts';
import type { Store } from '../store.ts';

export function findApiKeyByHash({ reader }: Pick<Store, 'reader'>, hash: string): Promise<ApiKey | null> {
  return reader.findOneBy(ApiKey, { hash });
}

/** A key of the account; null when it is of another one. */
export function findApiKey({ reader }: Pick<Store, 'reader'>, accountId: string, id: string): Promise<ApiKey | null> {
  return reader.findOneBy(ApiKey, { id, accountId });
}

/** Keys of the account by id; those of others are left out. */
export function findApiKeys({ reader }: Pick<Store, 'reader'>, accountId: string, ids: readonly string[]): Promise<ApiKey[]> {
  return reader.findBy(ApiKey, { id: In([...ids]), accountId });
}

/** Keys of an account, to be paged. */
export function apiKeysOf({ reader }: Pick<Store, 'reader'>, accountId: string) {
  return reader.createQueryBuilder(ApiKey, 'apiKey').where('apiKey.accountId = :accountId', { accountId });
}

/** Keys of an account that still work. */
export function countLiveApiKeys(tx: EntityManager, accountId: string): Promise<number> {
  return tx.countBy(ApiKey, { accountId, revokedAt: IsNull() });
}

export async function insertApiKey(tx: EntityManager, key: ApiKey): Promise<void> {
  await tx.insert(ApiKey, key);
}

/** Ends a key; false when it was ended before. */
export async function revokeApiKeyRow(tx: EntityManager, id: string, now: number): Promise<boolean> {
  const { affected } = await tx.update(ApiKey, { id, revokedAt: IsNull() }, { revokedAt: now });
  return affected === 1;
}

/** Notes when keys were last used; `uses` are pairs of key id and moment. */
export async function noteApiKeysUsed(tx: EntityManager, uses: readonly (readonly [id: string, at: number])[]): Promise<void> {
  for (const [id, lastUsedAt] of uses) await tx.update(ApiKey, { id }, { lastUsedAt });
}
