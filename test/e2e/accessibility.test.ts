import type { Locator, Page } from 'playwright-core';
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

  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true }).first();
  const menuOf = async (webhook: string, entry: string) => {
    await button(`More for ${webhook}`).click();
    await page.getByRole('menuitem', { name: entry }).click();
  };
  const NEW_WEBHOOK = '/webhooks/new?name=Ledger&url=https%3A%2F%2Fledger.example%2Fhook&environment=staging&events=contract.created';

  /** What opens over a screen: where, by what, and what it then is. */
  const OVERLAYS: [name: string, screen: string, open: () => Promise<void>, shown: () => Locator][] = [
    ['the menu of a webhook', 'webhooks', () => button('More for Billing sync').click(), () => page.getByRole('menu')],
    ['the events of a webhook', 'webhooks', () => button(/events? of Fraud watch: show them$/).click(), () => page.getByRole('dialog')],
    ['the question before a test', 'webhooks', () => button('Test Billing sync').click(), () => page.getByRole('alertdialog')],
    ['the question before a webhook is deleted', 'webhooks', () => menuOf('Billing sync', 'Delete webhook'), () => page.getByRole('alertdialog')],
    ['the palette', 'overview', () => page.keyboard.press('Control+k'), () => page.getByRole('dialog')],
    ['the sheet of shortcuts', 'overview', () => page.keyboard.press('?'), () => page.getByRole('dialog')],
    ['the check of signatures', 'delivery', () => button('Check').click(), () => page.getByRole('dialog', { name: 'Check signatures' })],
    ['the making of an API key', 'api-keys', () => button('Create API key').click(), () => page.getByRole('dialog', { name: 'Create API key' })],
    ['the invitation of a member', 'members', () => button('Invite member').click(), () => page.getByRole('dialog', { name: 'Invite a member' })],
    ['the rotation of a secret', 'webhook-security', () => button(/^Rotate secret/).click(), () => page.getByRole('dialog')],
  ];
  it.each(OVERLAYS)('in %s, over the screen %s', async (_name, screen, open, shown) => {
    await walk.goTo(addresses.get(screen) ?? '');
    await open();
    await shown().waitFor();
    await walk.settled();
    const findings = [...await accessibilityFindings(page), ...await motionFindings(page)];
    await page.keyboard.press('Escape');
    await shown().waitFor({ state: 'detached' });
    expect(findings).toEqual([]);
  });

  it('in the theme of the system, also when that changes', async () => {
    const theme = () => page.evaluate(() => document.documentElement.className.match(/\b(light|dark)\b/g));
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme });
      await expect.poll(theme).toEqual([colorScheme]);
    }
  });

  it('in the menu of a phone', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await walk.goTo('/webhooks');
    await button('Open menu').click();
    await page.getByRole('dialog').waitFor();
    const findings = await accessibilityFindings(page);
    await page.keyboard.press('Escape');
    await page.setViewportSize(DESKTOP);
    expect(findings).toEqual([]);
  });

  it('when it shows a secret for the only time', async () => {
    await walk.goTo(NEW_WEBHOOK);
    await button('Save').click();
    await page.locator('code', { hasText: /^whsec_/ }).waitFor();
    await walk.settled();
    const findings = [...await accessibilityFindings(page), ...await layoutFindings(page, NARROW), ...await layoutFindings(page, ZOOMED)];
    await page.setViewportSize(DESKTOP);
    await button('I stored it').click();
    expect(findings).toEqual([]);
  });

  /** What a dialog shows for the only time, and the button that closes it. */
  const ONCE: [name: string, screen: string, make: () => Promise<void>, done: string][] = [
    ['API key', 'api-keys', async () => {
      await button('Create API key').click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Name').fill('Nightly report');
      await dialog.getByRole('checkbox').first().click();
      await dialog.getByRole('checkbox', { name: 'Production' }).click();
      await button('Create key').click();
    }, 'I stored it'],
    ['link of an invitation', 'members', async () => {
      await button('Invite member').click();
      await page.getByRole('dialog').getByLabel('E-mail').fill('lars.holm@keybell.example');
      await button('Make the link').click();
    }, 'Done'],
  ];
  it.each(ONCE)('when it shows a new %s, over the screen %s', async (_name, screen, make, done) => {
    await walk.goTo(addresses.get(screen) ?? '');
    await make();
    await button(done).waitFor();
    await walk.settled();
    const findings = [...await accessibilityFindings(page), ...await layoutFindings(page, NARROW), ...await layoutFindings(page, ZOOMED)];
    await page.setViewportSize(DESKTOP);
    await button(done).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(findings).toEqual([]);
  });

  it('on every route that there is', async () => {
    expect([...walked].sort()).toEqual([...new Set(await routesOf(page))].sort());
  });

  it('reported no error to the console of the browser', () => {
    expect(console.problems).toEqual([]);
  });
});
