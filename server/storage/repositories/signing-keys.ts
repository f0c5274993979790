import { IsNull, type EntityManager } from 'typeorm';
import { SigningKey } from '../entities/signing-key.ts';
import type { Store } from '../store.ts';

/** All keys of an account, the newest first. */
export function findSigningKeys(manager: EntityManager, accountId: string): Promise<SigningKey[]> {
  return manager.find(SigningKey, { where: { accountId }, order: { id: 'DESC' } });
}

/** Keys of an account that were not withdrawn, without their private parts. */
export function findPublicKeys({ reader }: Pick<Store, 'reader'>, accountId: string): Promise<Pick<SigningKey, 'id' | 'publicKeyPem' | 'activeFrom' | 'revokedAt'>[]> {
  const select = { id: true, publicKeyPem: true, activeFrom: true, revokedAt: true };
  return reader.find(SigningKey, { select, where: { accountId, revokedAt: IsNull() }, order: { id: 'DESC' } });
}

/** Tells one database from another: the id of the oldest key, which is made at the first start, published anyway and never removed. */
export async function installationId({ reader }: Pick<Store, 'reader'>): Promise<string> {
  const [oldest] = await reader.query('SELECT MIN(id) AS id FROM signing_key') as { id: string | null }[];
  return oldest?.id ?? '';
}
