import { In, type EntityManager } from 'typeorm';
import { Account } from '../entities/account.ts';
import { SigningKey } from '../entities/signing-key.ts';
import type { Store } from '../store.ts';
import { newSettings, saveSettings } from './webhook-settings.ts';

export function findAccount({ reader }: Pick<Store, 'reader'>, id: string): Promise<Account | null> {
  return reader.findOneBy(Account, { id });
}

export function findAccounts({ reader }: Pick<Store, 'reader'>, ids: readonly string[]): Promise<Account[]> {
  return reader.find(Account, { where: { id: In([...ids]) }, order: { createdAt: 'ASC', id: 'ASC' } });
}

/** Adds an account with its first signing key, without which it could not sign, and its settings. */
export async function insertAccount(tx: EntityManager, account: Account, key: SigningKey): Promise<void> {
  await tx.insert(Account, account);
  await tx.insert(SigningKey, key);
  await saveSettings(tx, newSettings(account.id, account.createdAt));
}
