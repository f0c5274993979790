import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isBrowserMissing } from '../support/browser.ts';
import { ConsoleInBrowser } from '../support/console.ts';

const CREATE_TYPE = 'mutation ($input: EventTypeCreateInput!) { eventTypeCreate(input: $input) { userErrors { message } } }';
/** Its words are those of a built-in type, but they are the account's own. */
const OWN_TYPE = {
  code: 'license.paused', name: 'License suspended', description: 'A contract was made.', group: 'license',
  payloadSchema: { type: 'object' }, examples: [{}],
};

/** The catalogue for somebody who reads German. */
describe.skipIf(isBrowserMissing())('the catalogue in German', () => {
  let console: ConsoleInBrowser;
  let page: Page;

  beforeAll(async () => {
    console = await ConsoleInBrowser.start();
    await console.asSuperAdmin.graphql(CREATE_TYPE, { input: OWN_TYPE });
    page = await console.open({ locale: 'de-DE' });
    await page.goto('/admin/webhook-catalogue');
    await page.getByRole('heading', { name: 'Lizenzen' }).waitFor();
  });
  afterAll(() => console?.close());

  const codes = () => page.getByRole('main').getByRole('listitem').getByRole('link', { name: '.' }).allInnerTexts();
  const row = (code: string) => page.getByRole('listitem').filter({ has: page.getByRole('link', { name: code, exact: true }) });

  it('is within a console whose menu, path and title are German too', async () => {
    for (const name of ['Zustellungen', 'Vorgänge', 'Änderungsprotokoll']) expect(await page.getByRole('link', { name, exact: true }).count()).toBe(1);
    expect(await page.getByRole('banner').innerText()).toContain('Verwaltung');
    expect(await page.title()).toBe('Ereigniskatalog · Keybell');
  });

  it('says what happened in German, and leaves the words of the account alone', async () => {
    expect(await row('license.suspended').innerText()).toContain('Eine Lizenz wurde ausgesetzt');
    expect(await row('license.paused').innerText()).toContain('A contract was made');
  });

  it.each([
    ['Produkt wurde entfernt', ['product.deleted']],
    ['Product deleted', ['product.deleted']],
    ['uct.del', ['product.deleted']],
    // Members of payloads.
    ['warum eine aktivierung abgelehnt', ['activation.failed']],
    ['Why an activation was refused', ['activation.failed']],
    ['activationsInvalidated', ['license.suspended', 'license.expired', 'license.revoked']],
  ])('finds an event type by %s', async (text, expected) => {
    await page.getByRole('searchbox').fill(text);
    await expect.poll(codes).toEqual(expected);
  });

  it('is told on the page of a type, with the members of its payload', async () => {
    await page.goto('/admin/webhook-catalogue/license.suspended');
    await page.getByText('Lizenz ausgesetzt · Lizenzen').waitFor();
    await page.getByText('Eine Lizenz, wie sie nach dem Ereignis ist.').waitFor();
  });

  it('is searched by the palette too', async () => {
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').getByRole('combobox').fill('vertrag gelöscht');
    await page.getByRole('option', { name: 'contract.deleted Vertrag gelöscht' }).waitFor();
  });

  it('reported no error to the console of the browser', () => {
    expect(console.problems).toEqual([]);
  });
});
