import { closeSync, existsSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, unlinkSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { Keyring } from './encryption.ts';

/**
 * The master keys beside a SQLite database, made on first start and readable by the owner only. Throws when the database is
 * there without them: new keys could not open what it holds, and would hide that the old ones are missing.
 */
export function readMasterKeyFile(databaseFile: string): string {
  const file = keyFileOf(databaseFile);
  // Asked first, since a process that starts at the same moment makes the keys before the database.
  const hasDatabase = existsSync(databaseFile);
  if (!existsSync(file)) {
    if (hasDatabase) throw new Error(`${databaseFile} is encrypted with keys from ${file}, which is missing. Restore it, or set MASTER_KEYS.`);
    makeKeyFile(file);
  }
  return readFileSync(file, 'utf8').trim();
}

export const keyFileOf = (databaseFile: string): string => `${databaseFile.replace(/\.db$/, '')}.keys`;

/** The file appears whole or not at all, and never replaces one that another process made first. */
function makeKeyFile(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}`;
  const handle = openSync(draft, 'w', 0o600);
  try {
    writeSync(handle, `${Keyring.generate()}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    unlinkSync(draft);
  }
}
