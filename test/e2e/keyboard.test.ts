import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isBrowserMissing } from '../support/browser.ts';
import { ConsoleInBrowser } from '../support/console.ts';
import { Keyboard } from '../support/keyboard.ts';

const INVITE = 'mutation ($input: MemberInviteInput!) { memberInvite(input: $input) { userErrors { message } } }';

/** The main jobs without a mouse: every step is a key, and the focus is seen wherever it is. */
describe.skipIf(isBrowserMissing())('the console without a mouse', () => {
  let console: ConsoleInBrowser;
  let page: Page;
  let keyboard: Keyboard;

  beforeAll(async () => {
    console = await ConsoleInBrowser.start();
    console.receiver.respond({ status: 500, body: '{"error":"not today"}' });
    page = await console.open();
    keyboard = new Keyboard(page);
    await page.goto('/admin/webhooks');
    await page.getByRole('heading', { name: 'Webhooks', level: 1 }).waitFor();
  });
  afterAll(() => console?.close());

  const posts = () => console.receiver.requests.filter(({ method }) => method === 'POST');
  const focusedName = async () => (await keyboard.focused()).name;

  it('skips the menu', async () => {
    await keyboard.tabTo('Skip to content');
    await keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
    await keyboard.tabTo('Create webhook');
  });

  it('creates a webhook', async () => {
    await keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Create webhook' }).waitFor();
    await keyboard.tabTo(/^Name/);
    await keyboard.type('Billing sync');
    await keyboard.tabTo(/Production/);
    await keyboard.press('Space');
    await keyboard.tabTo(/^Target URL/);
    await keyboard.type(console.receiver.url());
    await keyboard.tabTo('license.created');
    await keyboard.press('Space');
    await keyboard.tabTo('Save events');
    await keyboard.press('Enter');
    await page.getByText('Selection saved').waitFor();
    await keyboard.tabTo('Save');
    await keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Billing sync is created' }).waitFor();
    await keyboard.tabTo('I stored it');
    await keyboard.press('Enter');
    await page.getByText('Stored. An administrator').waitFor();
    expect((await keyboard.focused()).isLost).toBe(false);
  });

  it('tests it, and is back at the button after the dialog', async () => {
    await keyboard.tabTo('All webhooks');
    await keyboard.press('Enter');
    await page.getByRole('link', { name: 'Billing sync', exact: true }).waitFor();
    await keyboard.tabTo('Test Billing sync');
    await keyboard.press('Enter');
    const dialog = page.getByRole('alertdialog', { name: 'Test Billing sync' });
    await dialog.waitFor();
    await expect.poll(focusedName).toBe('Cancel');
    await keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await expect.poll(focusedName).toBe('Test Billing sync');
    await keyboard.press('Enter');
    await expect.poll(focusedName).toBe('Cancel');
    await keyboard.tabTo('Send test');
    await keyboard.press('Enter');
    await page.getByText(/^500 in/).waitFor();
    await expect.poll(focusedName).toBe('Test Billing sync');
    expect(posts()).toHaveLength(1);
  });

  it('keeps the focus in an open dialog', async () => {
    await keyboard.press('Enter');
    await expect.poll(focusedName).toBe('Cancel');
    const dialog = page.getByRole('alertdialog');
    for (let tabs = 0; tabs < 5; tabs++) {
      await keyboard.press('Tab');
      expect(await dialog.evaluate((element) => element.contains(document.activeElement))).toBe(true);
    }
    await keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });

  it('opens a delivery and retries it', async () => {
    await console.publish('license.created', 'PRODUCTION', 'lic_1');
    await expect.poll(() => posts().length).toBe(2);
    await keyboard.press('g');
    await keyboard.press('d');
    await page.getByRole('heading', { name: 'Webhook Deliveries', level: 1 }).waitFor();
    await page.getByRole('row').filter({ hasText: 'license.created' }).waitFor();
    await keyboard.press('j');
    await keyboard.press('Enter');
    const panel = page.getByRole('complementary', { name: 'Open delivery' });
    await panel.getByRole('heading', { name: 'license.created to Billing sync' }).waitFor();
    console.receiver.respond({ status: 200, body: '{"ok":true}' });
    await keyboard.tabTo(/^Retry now/);
    await keyboard.press('Enter');
    await expect.poll(() => posts().length).toBeGreaterThan(2);
    await panel.getByText('Succeeded').first().waitFor();
    await expect.poll(focusedName).toMatch(/^Retry now/);
  });

  it('tells in which order a table is, and changes it', async () => {
    const time = page.getByRole('columnheader', { name: /^Attempted/ });
    expect(await time.getAttribute('aria-sort')).toBe('descending');
    await keyboard.tabTo(/^Attempted/, 'Shift+Tab');
    await keyboard.press('Enter');
    await expect.poll(() => time.getAttribute('aria-sort')).toBe('ascending');
    await page.goto('/admin/webhooks');
    const name = page.getByRole('columnheader', { name: /^Name/ });
    await keyboard.tabTo('Name');
    await expect.poll(() => name.getAttribute('aria-sort')).toBe('ascending');
    await keyboard.press('Enter');
    await expect.poll(() => name.getAttribute('aria-sort')).toBe('descending');
  });

  it('keeps a view, and is back at the button of the views after the dialog', async () => {
    const dialog = page.getByRole('dialog', { name: 'Save this view…' });
    const begin = async () => {
      await keyboard.press('Enter');
      await page.getByRole('menu').waitFor();
      await keyboard.press('End');
      await expect.poll(focusedName).toBe('Save this view…');
      await keyboard.press('Enter');
      await dialog.waitFor();
      await expect.poll(focusedName).toBe('Name');
    };
    const end = async (key: string) => {
      await keyboard.press(key);
      await dialog.waitFor({ state: 'detached' });
      await expect.poll(focusedName).toBe('Saved views');
    };
    await keyboard.tabTo('Saved views', 'Shift+Tab');
    await begin();
    await end('Escape');
    await begin();
    await end('Enter');
  });

  it('reads the sheet of shortcuts, and is back where it was', async () => {
    const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await keyboard.press('?');
    await sheet.waitFor();
    await expect.poll(() => sheet.evaluate((element) => element.contains(document.activeElement))).toBe(true);
    await keyboard.press('Escape');
    await sheet.waitFor({ state: 'detached' });
    await expect.poll(focusedName).toBe('Saved views');
  });

  it('rotates a secret, and is back at the button whether it did or not', async () => {
    await page.getByRole('link', { name: 'Billing sync', exact: true }).click();
    await page.getByRole('heading', { name: 'Billing sync', level: 1 }).waitFor();
    await page.goto(`${page.url().split('?')[0]}?tab=security`);
    await page.getByRole('button', { name: /^Rotate secret/ }).waitFor();
    const dialog = page.getByRole('dialog');
    await keyboard.tabTo(/^Rotate secret/);
    await keyboard.press('Enter');
    await dialog.waitFor();
    await keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await expect.poll(focusedName).toMatch(/^Rotate secret/);
    await keyboard.press('Enter');
    await dialog.waitFor();
    await keyboard.tabTo('Generate new secret');
    await keyboard.press('Enter');
    await page.locator('code', { hasText: /^whsec_/ }).waitFor();
    await keyboard.tabTo('I stored it');
    await keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await expect.poll(focusedName).toMatch(/^Rotate secret/);
  });

  it('deletes a webhook, after one change of mind', async () => {
    const dialog = page.getByRole('alertdialog', { name: 'Delete Billing sync' });
    const ask = async () => {
      await keyboard.press('Enter');
      await page.getByRole('menu').waitFor();
      await keyboard.press('End');
      await expect.poll(focusedName).toBe('Delete webhook');
      await keyboard.press('Enter');
      await dialog.waitFor();
      await expect.poll(focusedName).toBe('Cancel');
    };
    await page.goto('/admin/webhooks');
    await page.getByRole('button', { name: 'More for Billing sync' }).waitFor();
    await keyboard.tabTo('More for Billing sync');
    await ask();
    await keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await expect.poll(focusedName).toBe('More for Billing sync');
    await ask();
    await keyboard.tabTo('Delete');
    await keyboard.press('Enter');
    await page.getByText('Billing sync is deleted').first().waitFor();
    await page.getByRole('link', { name: 'Billing sync', exact: true }).waitFor({ state: 'detached' });
    await expect.poll(async () => (await keyboard.focused()).isLost).toBe(false);
  });

  it.each([
    ['of the shortcuts', /profile/, 'Keyboard shortcuts', 'Keyboard shortcuts'],
    ['of a new account', /profile/, 'New account…', 'New account'],
    ['of a new invitation link', 'Change mei.tanaka@keybell.example', 'New invitation link…', 'New invitation link'],
  ])('opens the dialog %s from a menu, and is back at the button of the menu', async (_name, opener, entry, title) => {
    await console.asSuperAdmin.graphql(INVITE, { input: { email: 'mei.tanaka@keybell.example', role: 'ADMIN' } });
    await page.goto('/admin/members');
    await page.getByRole('button', { name: 'Change mei.tanaka@keybell.example' }).waitFor();
    await keyboard.tabTo(opener);
    await keyboard.press('Enter');
    await page.getByRole('menu').waitFor();
    await expect.poll(() => page.evaluate(() => document.activeElement?.role)).toMatch(/^menuitem/);
    for (let steps = 0; await focusedName() !== entry && steps < 12; steps++) await keyboard.press('ArrowDown');
    await keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: title });
    await dialog.waitFor();
    await expect.poll(() => dialog.evaluate((element) => element.contains(document.activeElement))).toBe(true);
    await keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await expect.poll(focusedName).toMatch(opener);
  });

  it('finds a page by the palette, and is back where it was when it closes', async () => {
    await page.goto('/admin/overview');
    await page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor();
    await keyboard.tabTo(/^Search/);
    await keyboard.press('Enter');
    await page.getByRole('combobox').waitFor();
    await keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await focusedName()).toMatch(/^Search/);
    await keyboard.press('Control+k');
    await page.getByRole('combobox').waitFor();
    await keyboard.type('audit');
    await page.getByRole('option', { name: /Audit log/ }).first().waitFor();
    await keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Audit log', level: 1 }).waitFor();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
  });

  it('hears a summary of the live wall instead of every row', async () => {
    await page.goto('/admin/webhook-deliveries/live');
    const log = page.getByRole('log');
    await log.waitFor();
    expect(await log.getAttribute('aria-live')).toBe('off');
    const spoken = await page.evaluate(() => {
      const changes: string[] = [];
      for (const region of document.querySelectorAll('main [role="status"], main [role="alert"], main [aria-live="polite"], main [aria-live="assertive"]')) {
        new MutationObserver(() => changes.push(region.textContent ?? '')).observe(region, { childList: true, characterData: true, subtree: true });
      }
      (globalThis as unknown as { spoken: string[] }).spoken = changes;
      return document.querySelectorAll('main [role="log"] [aria-live]:not([aria-live="off"]), main [role="log"] [role="status"]').length;
    });
    expect(spoken).toBe(0);
    await console.server.api.graphql('mutation ($input: WebhookCreateInput!) { webhookCreate(input: $input) { userErrors { message } } }', { input: { name: 'CRM', url: console.receiver.url('/crm'), environment: 'PRODUCTION', events: ['*'] } });
    for (let event = 0; event < 20; event++) await console.publish('product.created', 'PRODUCTION', `prod_${event}`);
    await log.getByRole('button', { name: 'product.created' }).nth(15).waitFor();
    const changes = () => page.evaluate(() => (globalThis as unknown as { spoken: string[] }).spoken);
    await expect.poll(async () => (await changes()).some((text) => /attempts/.test(text)), { timeout: 20_000 }).toBe(true);
    expect((await changes()).length).toBeLessThanOrEqual(3);
  });

  it('saw the focus wherever it was', () => {
    expect([...keyboard.unseen]).toEqual([]);
  });

  it('reported no error to the console of the browser', () => {
    expect(console.problems).toEqual([]);
  });
});
