import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { consoleBuildId } from '../../server/http/console.ts';

let directory: string;

beforeEach(() => { directory = mkdtempSync(join(tmpdir(), 'keybell-console-')); });
afterEach(() => { rmSync(directory, { recursive: true }); });

describe('the build of the console', () => {
  it('is named by its first script', () => {
    writeFileSync(join(directory, 'index.html'), '<script src="/admin/theme.js"></script><script type="module" crossorigin src="/admin/assets/index-Bq_1x-9.js"></script>');
    expect(consoleBuildId(directory)).toBe('index-Bq_1x-9');
  });

  it('has no name when nothing is built', () => {
    expect(consoleBuildId(directory)).toBeNull();
  });
});
