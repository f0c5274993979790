import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { isBrowserMissing } from '../support/browser.ts';
import type { ConsoleInBrowser } from '../support/console.ts';
import { startWithWebhooks, webhookDrawer } from '../support/webhook-drawer.ts';

const UPDATE = 'mutation ($input: WebhookUpdateInput!) { webhookUpdate(input: $input) { userErrors { message } } }';

/** "Open as page" of the form over the list: what was typed goes along. */
describe.skipIf(isBrowserMissing())('the form of a webhook that is carried to its page', () => {
  let console: ConsoleInBrowser;
  let page: Page;
  let id = '';

  beforeAll(async () => { ({ console, page, id } = await startWithWebhooks()); });
  afterAll(() => console?.close());

  const { button, link, drawer, name, question, formInAddress, openList, edit } = webhookDrawer(() => page);
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
    /** Leaves the page of the form for another, whose script comes with the function that is returned. */
    async function leaveForSlowPage(): Promise<() => void> {
      await page.goto(`/admin/webhooks/${id}/edit`);
      await pageName().waitFor();
      const script = '**/OverviewPage-*.js';
      const release = await withhold(script);
      await Promise.all([page.waitForRequest(script), link('Overview').click()]);
      return release;
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

    it('stays while a change is being saved', async () => {
      await edit();
      const showPage = await openAsSlowPage('WebhookEditPage');
      await name().fill('Sync of Ben');
      const answer = await withhold('**/graphql', 'webhookUpdate');
      await Promise.all([page.waitForRequest((sent) => sent.postData()?.includes('webhookUpdate') ?? false), button('Save').click()]);
      await showPage();
      expect(formInAddress()).toBe(id);
      expect(await name().inputValue()).toBe('Sync of Ben');
      answer();
      await drawer().waitFor({ state: 'detached' });
      await link('Sync of Ben').waitFor();
      expect(new URL(page.url()).pathname).toBe('/admin/webhooks');
      await console.server.api.graphql(UPDATE, { input: { id, name: 'Billing sync' } });
    });

    it('asks no more once what is asked about is saved', async () => {
      const release = await leaveForSlowPage();
      await pageName().fill('Sync of Ana');
      const answer = await withhold('**/graphql', 'webhookUpdate');
      await Promise.all([page.waitForRequest((sent) => sent.postData()?.includes('webhookUpdate') ?? false), button('Save').click()]);
      release();
      await question('Leave without saving?').waitFor();
      answer();
      await question('Leave without saving?').waitFor({ state: 'detached' });
      await page.waitForURL('**/admin/overview');
      await console.server.api.graphql(UPDATE, { input: { id, name: 'Billing sync' } });
    });

    it('asks about what is typed while another page is on its way', async () => {
      const release = await leaveForSlowPage();
      await pageName().fill('Billing of Ana');
      release();
      await question('Leave without saving?').getByRole('button', { name: 'Cancel' }).click();
      await question('Leave without saving?').waitFor({ state: 'detached' });
      expect(await pageName().inputValue()).toBe('Billing of Ana');
      await button('Cancel').click();
      await question('Leave without saving?').getByRole('button', { name: 'Leave' }).click();
      await page.waitForURL((url) => url.pathname === `/admin/webhooks/${id}`);
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

      // Asked for anew, the same page would not show the secret.
      await page.keyboard.press('Control+k');
      await page.getByPlaceholder('Page, webhook, event type or id').fill('Create webhook');
      await page.getByRole('option', { name: /^Create webhook/ }).first().click();
      await question('Leave without storing the secret?').getByRole('button', { name: 'Cancel' }).click();
      await question('Leave without storing the secret?').waitFor({ state: 'detached' });
      await button('I stored it').click();
    });
  });

  it('reported no error to the console of the browser', () => {
    expect(console.problems).toEqual([]);
  });
});
