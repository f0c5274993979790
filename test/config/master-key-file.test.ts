import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { keyFileOf, readMasterKeyFile } from '../../server/storage/master-key-file.ts';

let folder: string;
let database: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keybell-keys-'));
  database = join(folder, 'keybell.db');
});
afterEach(() => rmSync(folder, { recursive: true }));

it('makes the keys once, for the owner only', () => {
  const keys = readMasterKeyFile(database);
  expect(readMasterKeyFile(database)).toBe(keys);
  expect(statSync(keyFileOf(database)).mode & 0o777).toBe(0o600);
});

it('refuses to make new keys beside a database that has lost its own', () => {
  writeFileSync(database, '');
  expect(() => readMasterKeyFile(database)).toThrow(/missing\. Restore it/);
});
