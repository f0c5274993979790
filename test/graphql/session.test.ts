import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '../../server/domain/time.ts';
import { ADMIN, ADMIN_SETTINGS, asAdmin, signIn, startTestApp, type TestApp } from '../http/test-app.ts';
import { TestClock } from '../support/clock.ts';

const VIEWER = '{ viewer { role member { email } } }';
const SETUP = 'mutation($input: SetupCompleteInput!) { setupComplete(input: $input) { viewer { role } userErrors { path message } } }';
interface SetupAnswer { setupComplete: { viewer: { role: string } | null; userErrors: { path: string[]; message: string }[] } }

describe('a console session', () => {
  const clock = new TestClock();
  let app: TestApp;
  beforeAll(async () => { app = await startTestApp({ settings: ADMIN_SETTINGS, clock }); });
  afterAll(() => app.stop());

  it('begins with the right password and knows who it is', async () => {
    expect((await signIn(app)).data?.signIn.viewer).toEqual({ role: 'SUPER_ADMIN', member: { email: ADMIN.email } });
    expect(await (await asAdmin(app)).graphql(VIEWER)).toMatchObject({ viewer: { role: 'SUPER_ADMIN' } });
  });

  it('travels in a cookie that scripts and other sites do not get', async () => {
    expect((await signIn(app)).setCookie[0]).toMatch(/^keybell_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
  });

  it('does not begin with a wrong password or an unknown address, which look the same', async () => {
    const wrong = await signIn(app, { ...ADMIN, password: 'wrong password!' });
    const unknown = await signIn(app, { email: 'nobody@keybell.example', password: ADMIN.password });
    expect(wrong.data).toEqual(unknown.data);
    expect(wrong.data?.signIn).toMatchObject({ viewer: null, userErrors: [{ code: 'INVALID' }] });
    expect(wrong.setCookie).toEqual([]);
  });

  it('ends with signing out, also for a copy of the cookie', async () => {
    const admin = await asAdmin(app);
    await admin.graphql('mutation { signOut { userErrors { message } } }');
    expect((await admin.request(VIEWER)).errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
  });

  it('ends after twelve hours without use', async () => {
    const admin = await asAdmin(app);
    clock.advance(12 * HOUR_MS);
    expect((await admin.request(VIEWER)).errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
  });

  it('ends after seven days, however much it is used', async () => {
    const admin = await asAdmin(app);
    for (let hours = 0; hours < 7 * 24 - 8; hours += 8) {
      clock.advance(8 * HOUR_MS);
      await admin.graphql(VIEWER);
    }
    clock.advance(8 * HOUR_MS);
    expect((await admin.request(VIEWER)).errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
  });

  it('is refused after ten failures, even with the right password, for a quarter of an hour', async () => {
    // So long a password is refused without hashing it, and counts all the same.
    for (let failures = 0; failures < 10; failures++) await signIn(app, { ...ADMIN, password: 'x'.repeat(1_001) });
    expect((await signIn(app)).errors?.[0]?.extensions?.code).toBe('THROTTLED');
    clock.advance(15 * MINUTE_MS);
    expect((await signIn(app)).data?.signIn.viewer).not.toBeNull();
  });
});

describe('the setup link', () => {
  let app: TestApp;
  afterEach(() => app.stop());

  const input = { name: 'Ada', email: 'Ada@Keybell.example', password: 'a long enough one' };
  const complete = (token: string, own: Partial<typeof input> = {}) => app.anonymous.request<SetupAnswer>(SETUP, { input: { ...input, token, ...own } });

  it('makes the first Super Admin and signs in, once', async () => {
    app = await startTestApp();
    const first = await complete(app.app.setupToken!);
    expect(first.data?.setupComplete).toEqual({ viewer: { role: 'SUPER_ADMIN' }, userErrors: [] });
    expect(first.setCookie).toHaveLength(1);
    expect((await complete(app.app.setupToken!)).data?.setupComplete).toMatchObject({ viewer: null, userErrors: [{ path: ['input', 'token'] }] });
  });

  it('stays good after a mistake in the form, whose problems it all names', async () => {
    app = await startTestApp();
    const refused = await complete(app.app.setupToken!, { name: ' ', email: 'ada', password: 'short' });
    expect(refused.data?.setupComplete.userErrors.map(({ path }) => path[1])).toEqual(['name', 'email', 'password']);
    expect((await complete(app.app.setupToken!)).data?.setupComplete.viewer).not.toBeNull();
  });

  it('is not offered where somebody can sign in', async () => {
    app = await startTestApp({ settings: ADMIN_SETTINGS });
    expect(app.app.setupToken).toBeNull();
  });
});
