import type { EntityManager } from 'typeorm';
import { Account } from '../entities/account.ts';
import { SigningKey } from '../entities/signing-key.ts';
import type { Store } from '../store.ts';

export function findAccount({ reader }: Pick<Store, 'reader'>, id: string): Promise<Account | null> {
  return reader.findOneBy(Account, { id });
}

/** Adds an account with its first signing key; an account without one could not sign. */
export async function insertAccount(tx: EntityManager, account: Account, key: SigningKey): Promise<void> {
  await tx.insert(Account, account);
  await tx.insert(SigningKey, key);
}
