import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SCREENS } from '../../demo/screens.js';
import { isBrowserMissing } from '../support/browser.ts';
import type { ConsoleInBrowser } from '../support/console.ts';
import { startFilledConsole } from '../support/filled-console.ts';
import { accessibilityFindings, layoutFindings, loadAxe, motionFindings } from '../support/page-checks.ts';
import { addressesOf, routesOf, ScreenWalk } from '../support/screen-walk.ts';

const DESKTOP = { width: 1440, height: 900 };
/** The narrowest window of WCAG 1.4.10, and one of 1280 x 1024 at 200 % of 1.4.4. */
const NARROW = { width: 320, height: 640 };
const ZOOMED = { width: 640, height: 512 };

/** Every screen with something on it, for people who see little, see no colours, hear the page, use no mouse or bear no motion. */
describe.skipIf(isBrowserMissing())('the console is accessible', () => {
  let console: ConsoleInBrowser;
  let page: Page;
  let walk: ScreenWalk;
  let addresses = new Map<string, string>();
  const walked = new Set<string>();

  beforeAll(async () => {
    console = await startFilledConsole();
    addresses = new Map((await addressesOf(console.server.api)).map(({ name, path }) => [name, path]));
    page = await console.open({ reducedMotion: 'reduce', viewport: DESKTOP });
    walk = new ScreenWalk(page);
    await page.goto('/admin/overview');
    await walk.settled();
    await loadAxe(page);
  });
  afterAll(() => console?.close());

  it.each(SCREENS.map(({ name }) => name))('on the screen %s, in both themes, at 320 px and at 200 %', async (name) => {
    walked.add(await walk.goTo(addresses.get(name) ?? ''));
    const findings = [...await accessibilityFindings(page), ...await motionFindings(page), ...await layoutFindings(page, NARROW), ...await layoutFindings(page, ZOOMED)];
    await page.setViewportSize(DESKTOP);
    expect(findings).toEqual([]);
    expect(await page.locator('h1').count()).toBe(1);
  });

  it('on every route that there is', async () => {
    expect([...walked].sort()).toEqual([...new Set(await routesOf(page))].sort());
  });

  it('reported no error to the console of the browser', () => {
    expect(console.problems).toEqual([]);
  });
});
