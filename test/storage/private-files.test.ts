import { stat } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sqlitePath } from '../../server/storage/data-source.ts';
import { openTestStore, type TestStore } from '../support/databases.ts';

let database: TestStore;
beforeAll(async () => { database = await openTestStore(); });
afterAll(() => database.close());

it.each(['', '-wal', '-shm'])('the SQLite file%s is for its owner only', async (suffix) => {
  const { mode } = await stat(`${sqlitePath(database.url)}${suffix}`);
  expect((mode & 0o777).toString(8)).toBe('600');
});
