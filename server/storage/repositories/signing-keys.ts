import { In } from 'typeorm';
import { SigningKey } from '../entities/signing-key.ts';
import type { Store } from '../store.ts';

/** States in the order in which people want to see the keys. */
const SHOWN_ORDER: SigningKey['state'][] = ['ACTIVE', 'UPCOMING', 'RETIRED', 'REVOKED'];

/** Keys of an account, the active one first. */
export async function findSigningKeys({ reader }: Pick<Store, 'reader'>, accountId: string): Promise<SigningKey[]> {
  const keys = await reader.find(SigningKey, { where: { accountId }, order: { id: 'DESC' } });
  return keys.sort((a, b) => SHOWN_ORDER.indexOf(a.state) - SHOWN_ORDER.indexOf(b.state));
}

/** A key of the account; null when it is of another one. */
export function findSigningKey({ reader }: Pick<Store, 'reader'>, accountId: string, id: string): Promise<SigningKey | null> {
  return reader.findOneBy(SigningKey, { id, accountId });
}

/** Keys of all accounts that receivers may still need. */
export function findPublishedKeys({ reader }: Pick<Store, 'reader'>): Promise<SigningKey[]> {
  return reader.find(SigningKey, { where: { state: In(['UPCOMING', 'ACTIVE', 'RETIRED']) }, order: { id: 'DESC' } });
}
