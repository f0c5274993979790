import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { isBrowserMissing } from '../support/browser.ts';
import { ConsoleInBrowser } from '../support/console.ts';

const CREATE = 'mutation ($input: WebhookCreateInput!) { webhookCreate(input: $input) { webhook { id } userErrors { message } } }';
const UPDATE = 'mutation ($input: WebhookUpdateInput!) { webhookUpdate(input: $input) { userErrors { message } } }';

/** The form over the list: one glance, one change, and on with the list. */
describe.skipIf(isBrowserMissing())('the form of a webhook over the list', () => {
  let console: ConsoleInBrowser;
  let page: Page;
  let id = '';

  beforeAll(async () => {
    console = await ConsoleInBrowser.start();
    const create = (name: string) => console.server.api.graphql<{ webhookCreate: { webhook: { id: string } } }>(CREATE, { input: { name, url: console.receiver.url(), environment: 'PRODUCTION', events: ['license.*'] } });
    id = (await create('Billing sync')).webhookCreate.webhook.id;
    await create('Ledger');
    page = await console.open();
  });
  afterAll(() => console?.close());

  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const link = (name: string) => page.getByRole('link', { name, exact: true });
  const drawer = () => page.getByRole('dialog', { name: /^(Edit|Create) / });
  const name = () => drawer().getByRole('textbox', { name: /^Name\b/ });
  const question = (title: string) => page.getByRole('alertdialog', { name: title });
  const isGone = () => drawer().waitFor({ state: 'detached' });
  const formInAddress = () => new URL(page.url()).searchParams.get('form');
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
  async function openList(query = '?env=all&q=sync'): Promise<void> {
    await page.goto(`/admin/webhooks${query}`);
    await link('Edit Billing sync').waitFor();
  }
  async function edit(): Promise<void> {
    await openList();
    await link('Edit Billing sync').click();
    await name().waitFor();
  }

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

  describe('"Open as page"', () => {
    const openAsPage = () => drawer().getByRole('link', { name: 'Open as page' }).click();
    const pageName = () => page.getByRole('textbox', { name: /^Name\W*$/ });
    const remembered = () => page.evaluate(() => JSON.stringify([location.href, history.state, { ...localStorage }, { ...sessionStorage }]));
    /** A header whose value nobody may read later, an event that is ticked and not saved, and a name. */
    async function type(): Promise<void> {
      await name().fill('Billing of Ana');
      await button('Add header').click();
      await drawer().getByRole('textbox', { name: 'Name of header 1' }).fill('X-Api-Key');
      await drawer().getByLabel('Value of header 1').fill('only in memory');
      await button('All events').click();
    }
    async function expectTyped(): Promise<void> {
      expect(await pageName().inputValue()).toBe('Billing of Ana');
      expect(await page.getByRole('textbox', { name: 'Name of header 1' }).inputValue()).toBe('X-Api-Key');
      expect(await page.getByLabel('Value of header 1').inputValue()).toBe('only in memory');
      await button('Save events').waitFor();
      expect(await button('All events').isDisabled()).toBe(true);
    }

    it('goes on with what was typed, without a question and without keeping it anywhere', async () => {
      await edit();
      await type();
      await openAsPage();
      await page.getByRole('heading', { name: 'Billing sync', level: 1 }).waitFor();
      expect(await question('Leave without saving?').count()).toBe(0);
      await expectTyped();
      expect(await remembered()).not.toMatch(/only in memory|Billing of Ana/);

      await button('Cancel').click();
      await question('Leave without saving?').getByRole('button', { name: 'Leave' }).click();
      await page.waitForURL((url) => url.pathname === `/admin/webhooks/${id}`);
      await page.goBack();
      await expect.poll(() => pageName().inputValue()).toBe('Billing sync');
    });

    it('still notices that somebody else saved first', async () => {
      await edit();
      await name().fill('Billing of Ana');
      await console.server.api.graphql(UPDATE, { input: { id, description: 'Paid monthly' } });
      await openAsPage();
      await expect.poll(() => pageName().inputValue()).toBe('Billing of Ana');
      await button('Save').click();
      await page.getByRole('heading', { name: 'Somebody else changed it meanwhile' }).waitFor();
      await console.server.api.graphql(UPDATE, { input: { id, description: null } });
    });

    it('goes on with a new webhook and creates it', async () => {
      await openList();
      await link('Create webhook').click();
      await name().waitFor();
      await type();
      await drawer().getByRole('textbox', { name: 'Target URL' }).fill(console.receiver.url('/ana'));
      await openAsPage();
      await page.waitForURL('**/admin/webhooks/new**');
      await page.getByRole('heading', { name: 'Create webhook', level: 1 }).waitFor();
      await expectTyped();
      await page.getByRole('radiogroup', { name: 'Environment' }).getByText('Production').click();
      await button('Save events').click();
      await button('Save').click();
      await page.getByRole('heading', { name: 'Billing of Ana is created' }).waitFor();
      await button('I stored it').click();
    });

    describe('on a slow network', () => {
      /** No request with this text is answered at this address until the function that is returned is called. */
      async function withhold(url: string, text = ''): Promise<() => void> {
        let release = (): void => undefined;
        const released = new Promise<void>((resolve) => { release = resolve; });
        await page.route(url, async (route) => {
          if ((route.request().postData() ?? '').includes(text)) await released;
          await route.continue();
        });
        return () => release();
      }
      /** Opens the form as page, whose script comes with the function that is returned, which waits until it was run. */
      async function openAsSlowPage(name: string): Promise<() => Promise<void>> {
        const script = `**/${name}-*.js`;
        const release = await withhold(script);
        const [request] = await Promise.all([page.waitForRequest(script), openAsPage()]);
        return async () => {
          release();
          await page.evaluate(`import('${request.url()}').then(() => undefined)`);
        };
      }
      const countNamed = async (search: string) => {
        const { webhooks } = await console.server.api.graphql<{ webhooks: { totalCount: number } }>('query ($search: String) { webhooks(first: 1, filter: { search: $search }) { totalCount } }', { search });
        return webhooks.totalCount;
      };
      afterEach(() => page.unrouteAll());

      it('takes along what is typed until the page is there', async () => {
        await edit();
        const showPage = await openAsSlowPage('WebhookEditPage');
        await type();
        await showPage();
        await page.getByRole('heading', { name: 'Billing sync', level: 1 }).waitFor();
        await expectTyped();
      });

      it.each(['before', 'after'])('stays with the secret of a webhook that was created meanwhile, when the answer comes %s the page', async (order) => {
        const webhook = `Impatient ${order}`;
        await openList();
        await link('Create webhook').click();
        await name().fill(webhook);
        await drawer().getByRole('textbox', { name: 'Target URL' }).fill(console.receiver.url('/impatient'));
        await drawer().getByRole('radiogroup', { name: 'Environment' }).getByText('Production').click();
        await button('All events').click();
        await button('Save events').click();
        const answer = await withhold('**/graphql', 'webhookCreate');
        const showPage = await openAsSlowPage('WebhookCreatePage');
        const [request] = await Promise.all([page.waitForRequest((sent) => sent.postData()?.includes('webhookCreate') ?? false), button('Save').click()]);
        expect(request.postDataJSON().variables.input.name).toBe(webhook);
        const created = drawer().getByRole('heading', { name: `${webhook} is created` });
        const showAnswer = async () => {
          answer();
          await created.waitFor();
        };
        for (const show of order === 'before' ? [showAnswer, showPage] : [showPage, showAnswer]) await show();
        expect(formInAddress()).toBe('new');
        expect(await created.isVisible()).toBe(true);
        expect(await drawer().getByText(/^whsec_/).count()).toBe(1);
        expect(await countNamed(webhook)).toBe(1);
        await button('I stored it').click();
      });
    });
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
