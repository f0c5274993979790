import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isBrowserMissing } from '../support/browser.ts';
import type { ConsoleInBrowser } from '../support/console.ts';
import { startWithWebhooks, webhookDrawer } from '../support/webhook-drawer.ts';

const UPDATE = 'mutation ($input: WebhookUpdateInput!) { webhookUpdate(input: $input) { userErrors { message } } }';

/** The form over the list: one glance, one change, and on with the list. */
describe.skipIf(isBrowserMissing())('the form of a webhook over the list', () => {
  let console: ConsoleInBrowser;
  let page: Page;
  let id = '';

  beforeAll(async () => { ({ console, page, id } = await startWithWebhooks()); });
  afterAll(() => console?.close());

  const { button, link, drawer, name, question, isGone, formInAddress, openList, edit } = webhookDrawer(() => page);
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'));

  it('is opened by "Edit", is in the address, and is there again after a reload', async () => {
    await edit();
    expect(formInAddress()).toBe(id);
    expect(await drawer().getByRole('heading', { level: 2, name: 'Edit Billing sync' }).isVisible()).toBe(true);
    await page.reload();
    await name().waitFor();
    expect(await name().inputValue()).toBe('Billing sync');
  });

  it('is closed by "back", which leaves search and focus where they were', async () => {
    await edit();
    await page.goBack();
    await isGone();
    expect(new URL(page.url()).search).toBe('?env=all&q=sync');
    await expect.poll(focused).toBe('Edit Billing sync');
    await page.goForward();
    await name().waitFor();
  });

  it.each([['Escape', () => page.keyboard.press('Escape')], ['"Cancel"', () => button('Cancel').click()], ['a click beside it', () => page.mouse.click(200, 500)]])('is closed by %s, after which "back" leads to the page before the list', async (_by, close) => {
    await page.goto('/admin/overview');
    await edit();
    await close();
    await isGone();
    await expect.poll(focused).toBe('Edit Billing sync');
    await expect.poll(formInAddress).toBeNull();
    await page.goBack();
    await page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor();
  });

  it('keeps the focus', async () => {
    await edit();
    for (let tabs = 0; tabs < 60; tabs++) {
      await page.keyboard.press('Tab');
      expect(await drawer().evaluate((element) => element.contains(document.activeElement))).toBe(true);
    }
  });

  it('asks before what was typed is lost, by whichever way one leaves', async () => {
    await edit();
    await name().fill('Billing');
    for (const leave of [() => page.keyboard.press('Escape'), () => page.goBack()]) {
      await leave();
      await question('Leave without saving?').getByRole('button', { name: 'Cancel' }).click();
      await question('Leave without saving?').waitFor({ state: 'detached' });
      await expect.poll(formInAddress).toBe(id);
      expect(await name().inputValue()).toBe('Billing');
    }
    await page.keyboard.press('Escape');
    await question('Leave without saving?').getByRole('button', { name: 'Leave' }).click();
    await isGone();
    await expect.poll(focused).toBe('Edit Billing sync');
    expect(await link('Billing sync').isVisible()).toBe(true);
  });

  it('brings the request into view, by its link and by its own button', async () => {
    await edit();
    const preview = drawer().getByRole('complementary', { name: 'Request preview' });
    const top = async () => (await preview.boundingBox())?.y ?? Infinity;
    for (const open of [() => link('Preview').click(), () => button('Request preview').click()]) {
      await open();
      await expect.poll(top).toBeLessThan(100);
      await preview.getByText('X-Webhook-Signature').waitFor();
      await button('Request preview').click();
      await preview.waitFor({ state: 'detached' });
    }
  });

  it('leads to what is wrong by its summary', async () => {
    await edit();
    await name().fill('');
    await button('Save').click();
    const summary = drawer().getByRole('alert').filter({ hasText: 'Name' });
    await expect.poll(() => summary.evaluate((element) => element === document.activeElement)).toBe(true);
    await summary.getByRole('link', { name: 'Name' }).click();
    expect(await name().evaluate((element) => element === document.activeElement)).toBe(true);
  });

  it('saves, closes and shows the change in the list', async () => {
    await edit();
    await name().fill('Billing sync II');
    await button('Save').click();
    await isGone();
    await link('Billing sync II').waitFor();
    await page.getByText('Billing sync II is saved').first().waitFor();
    await expect.poll(focused).toBe('Edit Billing sync II');
    await console.server.api.graphql(UPDATE, { input: { id, name: 'Billing sync' } });
    await link('Billing sync').waitFor();
  });

  it('asks whose change is to hold when somebody else saved first', async () => {
    await edit();
    await name().fill('Billing sync of Dana');
    await console.server.api.graphql(UPDATE, { input: { id, description: 'Ask Ana first' } });
    await button('Save').click();
    await drawer().getByRole('heading', { name: 'Somebody else changed it meanwhile' }).waitFor();
    await button('Take over the result').click();
    await button('Save').click();
    await isGone();
    const { webhook } = await console.server.api.graphql<{ webhook: object }>('query ($id: ID!) { webhook(id: $id) { name description } }', { id });
    expect(webhook).toEqual({ name: 'Billing sync of Dana', description: 'Ask Ana first' });
    await console.server.api.graphql(UPDATE, { input: { id, name: 'Billing sync' } });
  });

  it('says so when the webhook is gone', async () => {
    await page.goto('/admin/webhooks?form=wh_01HZZZZZZZZZZZZZZZZZZZZZZZ');
    await drawer().getByText('No such webhook').waitFor();
    await page.keyboard.press('Escape');
    await isGone();
  });

  it('creates a webhook: begins at its name, and asks before the secret is lost', async () => {
    await openList('?env=all&q=');
    await link('Create webhook').click();
    await expect.poll(() => name().evaluate((element) => element === document.activeElement)).toBe(true);
    await name().fill('Audit trail');
    await drawer().getByRole('textbox', { name: 'Target URL' }).fill(console.receiver.url('/audit'));
    await drawer().getByRole('radiogroup', { name: 'Environment' }).getByText('Production').click();
    await button('All events').click();
    await button('Save events').click();
    await button('Save').click();
    await drawer().getByRole('heading', { name: 'Audit trail is created' }).waitFor();
    await page.keyboard.press('Escape');
    await question('Leave without storing the secret?').getByRole('button', { name: 'Cancel' }).click();
    await button('I stored it').click();
    await button('All webhooks').click();
    await isGone();
    await link('Audit trail').waitFor();
    await expect.poll(focused).toBe('Create webhook');
  });

  it('opens for a copy from the menu, and gives the focus back to its button', async () => {
    await openList();
    await button('More for Billing sync').click();
    await page.getByRole('menuitem', { name: 'Duplicate' }).click();
    await expect.poll(() => name().inputValue()).toBe('Copy of Billing sync');
    await page.keyboard.press('Escape');
    await isGone();
    await expect.poll(focused).toBe('More for Billing sync');
  });

  it('is a page where there is no room beside the list', async () => {
    await page.setViewportSize({ width: 700, height: 900 });
    await page.goto('/admin/webhooks?env=all');
    await link('Create webhook').click();
    await page.waitForURL('**/admin/webhooks/new**');
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  it('reported no error to the console of the browser', () => {
    expect(console.problems).toEqual([]);
  });
});
