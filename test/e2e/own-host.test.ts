import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isBrowserMissing } from '../support/browser.ts';
import type { ConsoleInBrowser } from '../support/console.ts';
import { startFilledConsole } from '../support/filled-console.ts';
import { addressesOf, routesOf, ScreenWalk } from '../support/screen-walk.ts';

/** What the console loads and whom it calls: its own server, nobody else. */
describe.skipIf(isBrowserMissing())('the console keeps to its own host', () => {
  let console: ConsoleInBrowser;
  let page: Page;
  const hosts = new Set<string>();
  const violations: string[] = [];

  beforeAll(async () => {
    console = await startFilledConsole();
    page = await console.open({ reducedMotion: 'reduce' });
    page.on('request', (request) => { if (!request.url().startsWith('data:')) hosts.add(new URL(request.url()).host); });
    page.on('websocket', (socket) => hosts.add(new URL(socket.url()).host));
    await page.exposeFunction('reportViolation', (what: string) => violations.push(what));
    await page.addInitScript(() => {
      const { reportViolation } = globalThis as unknown as { reportViolation: (what: string) => void };
      addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => { reportViolation(`${violatedDirective} ${blockedURI} at ${location.pathname}`); });
    });
  });
  afterAll(() => console?.close());

  it('by a policy that names no other host, no code from text and no script in the page', async () => {
    const answer = await page.goto('/admin/overview');
    const policy = Object.fromEntries((answer?.headers()['content-security-policy'] ?? '').split('; ').map((part) => [part.split(' ')[0] ?? '', part.split(' ').slice(1)]));
    const { host } = new URL(console.server.baseUrl);
    expect(policy['default-src']).toEqual(["'self'"]);
    expect(policy['connect-src']).toEqual(["'self'", `ws://${host}`, `wss://${host}`]);
    expect(policy).not.toHaveProperty('script-src');
    expect(Object.values(policy).flat().filter((source) => !["'self'", "'none'", "'unsafe-inline'", 'data:', `ws://${host}`, `wss://${host}`].includes(source))).toEqual([]);
    expect(Object.keys(policy).filter((name) => policy[name]?.includes("'unsafe-inline'"))).toEqual(['style-src']);
  });

  it('on every screen, without asking for what the policy forbids', async () => {
    const walk = new ScreenWalk(page);
    const walked = new Set<string>();
    for (const { path } of await addressesOf(console.server.api)) walked.add(await walk.goTo(path));
    expect([...walked].sort()).toEqual([...new Set(await routesOf(page))].sort());
    expect([...hosts]).toEqual([new URL(console.server.baseUrl).host]);
    expect(violations).toEqual([]);
    expect(console.problems).toEqual([]);
  }, 120_000);

  it('also when a script wants to call somebody else, or to run a text', async () => {
    await page.evaluate(() => fetch('https://collector.example/').catch(() => null));
    await page.evaluate(() => { new WebSocket('wss://collector.example/'); });
    await page.evaluate(() => { document.body.append(Object.assign(document.createElement('script'), { textContent: 'globalThis.hasRun = true' })); });
    await expect.poll(() => violations.map((violation) => violation.split(' ')[0])).toEqual(['connect-src', 'connect-src', 'script-src-elem']);
    expect(await page.evaluate(() => 'hasRun' in globalThis)).toBe(false);
  });
});
