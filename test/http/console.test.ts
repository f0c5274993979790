import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { consoleBuildId, serveConsole } from '../../server/http/console.ts';

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

describe('the files of the console', () => {
  it('are sent compressed to who takes it, and never change by their name', async () => {
    mkdirSync(join(directory, 'assets'));
    const script = 'console.log("hello");\n'.repeat(100);
    for (const [name, content] of [['index.html', '<!doctype html>'], ['assets/start.js', script], ['assets/start.js.gz', gzipSync(script)]] as const) writeFileSync(join(directory, name), content);
    const serve = serveConsole(directory);
    const server = createServer((req, res) => void serve({ req, res, path: req.url ?? '' } as Parameters<typeof serve>[0])).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const ask = async (encoding: string) => {
      const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/admin/assets/start.js`, { headers: { 'accept-encoding': encoding } });
      const { headers } = response;
      return { text: await response.text(), ...Object.fromEntries(['content-encoding', 'content-type', 'cache-control', 'vary'].map((name) => [name, headers.get(name)])) };
    };
    const facts = { 'text': script, 'content-type': 'text/javascript', 'cache-control': 'public, max-age=31536000, immutable', 'vary': 'Accept-Encoding' };
    expect([await ask('gzip'), await ask('identity')]).toEqual([{ ...facts, 'content-encoding': 'gzip' }, { ...facts, 'content-encoding': null }]);
    server.close();
  });
});
