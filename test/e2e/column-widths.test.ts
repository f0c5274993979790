import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isBrowserMissing } from '../support/browser.ts';
import type { ConsoleInBrowser } from '../support/console.ts';
import { startFilledConsole } from '../support/filled-console.ts';
import { accessibilityFindings, loadAxe } from '../support/page-checks.ts';

/** Columns and panels that are as wide as the reader wants them. */
describe.skipIf(isBrowserMissing())('widths by hand', () => {
  let console: ConsoleInBrowser;
  let page: Page;

  beforeAll(async () => {
    console = await startFilledConsole();
    page = await console.open({ reducedMotion: 'reduce' });
  });
  afterAll(() => console?.close());

  const handle = (name: string) => page.getByRole('separator', { name, exact: true });
  const head = (name: string) => page.getByRole('columnheader', { name, exact: true });
  const boxOf = async (locator: Locator) => {
    const box = await locator.boundingBox();
    if (!box) throw new Error('It has no place on the page.');
    return box;
  };
  const widthOf = async (name: string) => Math.round((await boxOf(head(name))).width);
  async function drag(name: string, by: number): Promise<void> {
    const { x, y, width, height } = await boxOf(handle(name));
    await page.mouse.move(x + width / 2, y + height / 2);
    await page.mouse.down();
    await page.mouse.move(x + width / 2 + by, y + height / 2, { steps: 8 });
    await page.mouse.up();
  }
  async function open(path: string): Promise<void> {
    await page.goto(`/admin${path}`);
    await page.getByRole('row').nth(1).waitFor();
  }
  async function resetByMenu(): Promise<void> {
    await page.getByRole('button', { name: /^(Choose the columns|Columns and density)$/ }).click();
    await page.getByRole('menuitem', { name: 'Reset widths' }).click();
  }

  describe.each([
    ['webhooks', '/webhooks?env=all', 'URL', 'Environment', 'Name'],
    ['deliveries', '/webhook-deliveries?env=all', 'Event', 'Status', 'Attempted'],
    ['deliveries by group', '/webhook-deliveries?env=all&group=delivery', 'Event', 'Status', 'Created'],
  ])('of the table of %s', (_table, path, column, next, sorted) => {
    let before = 0;

    it('are changed by the pointer, and only of that column', async () => {
      await open(path);
      before = await widthOf(column);
      const neighbour = await widthOf(next);
      await drag(`Width of ${column}`, -60);
      expect(await widthOf(column)).toBe(before - 60);
      expect(await widthOf(next)).toBe(neighbour);
    });

    it('are changed by the keyboard, and told', async () => {
      await handle(`Width of ${column}`).focus();
      for (const key of ['ArrowRight', 'ArrowRight', 'ArrowLeft']) await page.keyboard.press(key);
      await expect.poll(() => widthOf(column)).toBe(before - 44);
      expect(await handle(`Width of ${column}`).getAttribute('aria-valuenow')).toBe(String(before - 44));
    });

    it('are the same after a reload', async () => {
      await page.reload();
      await page.getByRole('row').nth(1).waitFor();
      expect(await widthOf(column)).toBe(before - 44);
    });

    it('end at what can still be used', async () => {
      await drag(`Width of ${column}`, -800);
      expect(await widthOf(column)).toBe(64);
    });

    it('may be wider than the window, which the table then scrolls', async () => {
      await drag(`Width of ${column}`, 700);
      await drag(`Width of ${sorted}`, 300);
      const scrolled = await page.getByRole('table').evaluate(({ parentElement }) => (parentElement ? parentElement.scrollWidth - parentElement.clientWidth : 0));
      expect(scrolled).toBeGreaterThan(0);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    });

    it('are told by axe to be in order, and leave the order of the rows alone', async () => {
      expect(await head(sorted).getAttribute('aria-sort')).toMatch(/^(ascending|descending)$/);
      await loadAxe(page);
      expect(await accessibilityFindings(page)).toEqual([]);
    });

    it('are what they were after a double click, for one column', async () => {
      await handle(`Width of ${column}`).dblclick();
      await expect.poll(() => widthOf(column)).not.toBe(764);
    });

    it('are what they were after "Reset widths", for all', async () => {
      await resetByMenu();
      await expect.poll(() => widthOf(column)).toBe(before);
      await page.reload();
      await page.getByRole('row').nth(1).waitFor();
      expect(await widthOf(column)).toBe(before);
    });
  });

  it('are kept for each table by itself', async () => {
    await open('/webhooks?env=all');
    await drag('Width of Name', 40);
    await open('/webhook-deliveries?env=all');
    expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.endsWith('-widths') && localStorage.getItem(key) !== '{}'))).toEqual(['keybell-webhooks-widths']);
  });

  it('hold for the panel beside the deliveries, by key and pointer', async () => {
    await open('/webhook-deliveries?env=all');
    await page.locator('tbody [data-row-link]').first().click();
    const panel = page.getByRole('complementary', { name: 'Open delivery' });
    const width = async () => Math.round((await boxOf(panel)).width);
    await panel.getByRole('heading').first().waitFor();
    expect(await width()).toBe(560);
    await handle('Width of the panel').focus();
    await page.keyboard.press('ArrowLeft');
    await expect.poll(width).toBe(576);
    await drag('Width of the panel', -44);
    expect(await width()).toBe(620);
    await page.reload();
    await panel.getByRole('heading').first().waitFor();
    expect(await width()).toBe(620);
    await handle('Width of the panel').focus();
    await page.keyboard.press('Home');
    await expect.poll(width).toBe(560);
  });

  it('reported no error to the console of the browser', () => {
    expect(console.problems).toEqual([]);
  });
});
