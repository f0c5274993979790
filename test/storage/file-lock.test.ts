import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DatabaseInUseError, lockDatabaseFile } from '../../server/storage/file-lock.ts';

describe('lockDatabaseFile', () => {
  let folder: string;
  beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), 'keybell-lock-')); });
  afterEach(() => rm(folder, { recursive: true }));

  it('lets one hold a file at a time', async () => {
    const file = join(folder, 'keybell.db');
    const release = await lockDatabaseFile(file);
    await expect(lockDatabaseFile(file)).rejects.toThrow(DatabaseInUseError);
    await release();
    await (await lockDatabaseFile(file))();
  });
});
