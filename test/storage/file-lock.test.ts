import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DatabaseFileLock, DatabaseInUseError } from '../../server/storage/file-lock.ts';

describe('DatabaseFileLock', () => {
  let folder: string;
  beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), 'keybell-lock-')); });
  afterEach(() => rm(folder, { recursive: true }));

  it('lets one hold a file at a time', async () => {
    const file = join(folder, 'keybell.db');
    const [first, second] = [new DatabaseFileLock(file), new DatabaseFileLock(file)];
    await first.take();
    await expect(second.take()).rejects.toThrow(DatabaseInUseError);
    await first.release();
    await second.take();
    await second.release();
  });
});
