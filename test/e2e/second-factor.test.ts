import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isBrowserMissing } from '../support/browser.ts';
import { ConsoleInBrowser, SUPER_ADMIN } from '../support/console.ts';
import { accessibilityFindings, layoutFindings, loadAxe } from '../support/page-checks.ts';
import { totpCode } from '../support/totp.ts';

const DESKTOP = { width: 1440, height: 900 };
const NARROW = { width: 320, height: 640 };
const INVITE = 'mutation ($input: MemberInviteInput!) { memberInvite(input: $input) { invitationUrl } }';
const PASSWORD = 'a long enough password';

/** An account asks its members for a second factor: of the one who asks, and of a member who is kept out until they have one. */
describe.skipIf(isBrowserMissing())('the second factor of an account', () => {
  let console: ConsoleInBrowser;
  let admin: Page;
  let member: Page;

  beforeAll(async () => {
    console = await ConsoleInBrowser.start();
    [admin, member] = await Promise.all([console.open({ reducedMotion: 'reduce' }), console.openAsGuest({ reducedMotion: 'reduce' })]);
  });
  afterAll(() => console?.close());

  const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
  const dialog = (page: Page) => page.getByRole('dialog', { name: 'Set up two-factor authentication' });
  const policy = () => admin.getByRole('switch', { name: 'Members need a second factor' });
  const question = () => admin.getByRole('alertdialog', { name: 'Ask all members for a second factor?' });
  const focusIsLost = (page: Page) => page.evaluate(() => document.activeElement === document.body);

  async function findings(page: Page): Promise<string[]> {
    const found = [...await accessibilityFindings(page), ...await layoutFindings(page, NARROW)];
    await page.setViewportSize(DESKTOP);
    return found;
  }

  /** Sets one up as the dialog leads through it; returns what axe and a narrow window hold against its steps. */
  async function setUp(page: Page, password: string): Promise<string[]> {
    await button(page, 'Set up').click();
    await dialog(page).getByLabel('Your password').fill(password);
    const steps = [await findings(page)];
    await button(page, 'Continue').click();
    const code = dialog(page).getByLabel('Code that the app shows now');
    await code.waitFor();
    steps.push(await findings(page));
    await code.fill(totpCode(await dialog(page).locator('code').innerText()));
    await button(page, 'Switch on').click();
    await button(page, 'I stored them').waitFor();
    steps.push(await findings(page));
    await button(page, 'I stored them').click();
    await dialog(page).waitFor({ state: 'detached' });
    return steps.flat();
  }

  async function openMembers(): Promise<void> {
    await admin.goto('/admin/members');
    await policy().waitFor();
    await loadAxe(admin);
  }

  it('is asked for only by who has one', async () => {
    await openMembers();
    await policy().click();
    await button(admin, 'Ask for it').click();
    await question().getByRole('alert').filter({ hasText: 'second factor' }).waitFor();
    expect(await findings(admin)).toEqual([]);
    await button(admin, 'Cancel').click();
    await question().waitFor({ state: 'detached' });
    expect(await policy().getAttribute('aria-checked')).toBe('false');
  });

  it('is set up in three steps that everybody can take, and the focus stays on the page', async () => {
    await admin.goto('/admin/security');
    await button(admin, 'Set up').waitFor();
    await loadAxe(admin);
    expect(await setUp(admin, SUPER_ADMIN.password)).toEqual([]);
    await button(admin, 'Switch off').waitFor();
    await expect.poll(() => focusIsLost(admin)).toBe(false);
  });

  it('is asked for by a switch, which asks first', async () => {
    await openMembers();
    await policy().click();
    await button(admin, 'Ask for it').click();
    await question().waitFor({ state: 'detached' });
    await expect.poll(() => policy().getAttribute('aria-checked')).toBe('true');
  });

  it('is all that is open to a member who has none, on whatever page', async () => {
    const { memberInvite } = await console.asSuperAdmin.graphql<{ memberInvite: { invitationUrl: string } }>(INVITE, { input: { email: 'mei.tanaka@keybell.example', role: 'ADMIN' } });
    const { pathname, search } = new URL(memberInvite.invitationUrl);
    await member.goto(pathname + search);
    await member.getByLabel('Name', { exact: true }).fill('Mei Tanaka');
    await member.getByLabel('New password').fill(PASSWORD);
    await button(member, 'Accept invitation').click();
    await member.getByRole('heading', { name: 'Set up a second factor', level: 1 }).waitFor();
    await member.goto('/admin/webhooks');
    await member.getByRole('heading', { name: 'Set up a second factor', level: 1 }).waitFor();
    expect(await member.getByRole('heading', { name: 'Webhooks', level: 1 }).count()).toBe(0);
    await loadAxe(member);
    expect(await findings(member)).toEqual([]);
  });

  it('lets the member in once it is set up', async () => {
    expect(await setUp(member, PASSWORD)).toEqual([]);
    await button(member, 'Go on').click();
    await member.getByRole('heading', { name: 'Webhooks', level: 1 }).waitFor();
  });

  it('is not asked for any more when the switch is off', async () => {
    await policy().click();
    await expect.poll(() => policy().getAttribute('aria-checked')).toBe('false');
    await admin.reload();
    await policy().waitFor();
    expect(await policy().getAttribute('aria-checked')).toBe('false');
  });

  it('reported no error to the console of the browser', () => {
    expect(console.problems).toEqual([]);
  });
});
