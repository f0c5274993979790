import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import 'reflect-metadata';
import { App } from '../../server/app.ts';
import { readConfig } from '../../server/config.ts';
import { openLog } from '../../server/telemetry/log.ts';
import { ApiClient } from '../support/api-client.ts';
import type { TestClock } from '../support/clock.ts';

export const API_KEY = 'test-key-of-twenty-four-characters-or-more';
export const ADMIN = { email: 'admin@keybell.example', password: 'correct horse battery' };
export const INDEX_HTML = '<!doctype html><title>Console</title>';

export interface TestApp {
  app: App;
  baseUrl: string;
  /** With no credentials. */
  anonymous: ApiClient;
  /** With an API key that has every scope. */
  api: ApiClient;
  /** Lines of the log. */
  log: string[];
  stop(): Promise<void>;
}

/** A whole server in this process, on a free port and a new SQLite file, with a console of two files. */
export async function startTestApp({ settings = {}, clock }: { settings?: Record<string, string>; clock?: TestClock } = {}): Promise<TestApp> {
  const folder = await mkdtemp(join(tmpdir(), 'keybell-app-'));
  const clientDirectory = join(folder, 'client');
  await mkdir(join(clientDirectory, 'assets'), { recursive: true });
  await writeFile(join(clientDirectory, 'index.html'), INDEX_HTML);
  await writeFile(join(clientDirectory, 'assets', 'main-abc123.js'), 'export {};');
  const log: string[] = [];
  const config = readConfig({ PORT: '0', DATABASE_URL: `sqlite:${join(folder, 'keybell.db')}`, BOOTSTRAP_API_KEY: API_KEY, DISPATCHER_CONCURRENCY: '0', ...settings });
  const app = await App.open(config, {
    clientDirectory, log: openLog('debug', { write: (line) => void log.push(line) }), ...(clock ? { clock: clock.now } : {}),
  });
  await app.start();
  const baseUrl = `http://127.0.0.1:${app.server.port}`;
  const stop = async () => {
    await app.stop();
    await rm(folder, { recursive: true, force: true });
  };
  return { app, baseUrl, log, stop, anonymous: new ApiClient({ baseUrl }), api: new ApiClient({ baseUrl, apiKey: API_KEY }) };
}

const SIGN_IN = 'mutation($input: SignInInput!) { signIn(input: $input) { viewer { role member { email } } userErrors { code message } } }';

export interface SignInAnswer { signIn: { viewer: { role: string; member: { email: string } } | null; userErrors: { code: string; message: string }[] } }

export const signIn = (app: TestApp, input: { email: string; password: string } = ADMIN) => app.anonymous.request<SignInAnswer>(SIGN_IN, { input });

/** The API as the administrator of the settings, by session. */
export async function asAdmin(app: TestApp): Promise<ApiClient> {
  const { setCookie } = await signIn(app);
  return app.anonymous.as({ cookie: setCookie[0]!.split(';')[0]! });
}

export const ADMIN_SETTINGS = { ADMIN_EMAIL: ADMIN.email, ADMIN_PASSWORD: ADMIN.password };
