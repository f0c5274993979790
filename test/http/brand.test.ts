import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BRAND_LOGO_PATH, brandConfig, brandLogo } from '../../server/http/brand.ts';
import { Router } from '../../server/http/router.ts';

const SVG = '<svg xmlns="http://www.w3.org/2000/svg"/>';
const COLOUR = { light: '#1a1a80', dark: '#a9a9e0' };
const directory = mkdtempSync(join(tmpdir(), 'keybell-brand-'));
let server: http.Server;
let origin = '';

beforeAll(async () => {
  const logoFile = join(directory, 'logo.svg');
  writeFileSync(logoFile, SVG);
  const router = new Router().at('/admin/config.json', brandConfig({ name: 'Acme hooks', logoFile, colour: COLOUR })).at(BRAND_LOGO_PATH, brandLogo(logoFile));
  server = http.createServer((req, res) => void router.handle({ req, res, path: req.url ?? '', search: '', requestId: 'req_1', ip: '' }));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  rmSync(directory, { recursive: true });
});

describe('the look of the console', () => {
  it('is told to whoever asks, without the path of the file', async () => {
    const response = await fetch(`${origin}/admin/config.json`);
    expect(await response.json()).toEqual({ name: 'Acme hooks', logoUrl: '/admin/logo', color: COLOUR });
  });

  it('has a logo in which no script can run', async () => {
    const response = await fetch(`${origin}/admin/logo`);
    expect(await response.text()).toBe(SVG);
    expect(response.headers.get('content-type')).toBe('image/svg+xml');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  });
});
