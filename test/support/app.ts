import 'reflect-metadata';
import { fileURLToPath } from 'node:url';
import { App } from '../../server/app.ts';
import { readConfig } from '../../server/config.ts';
import { openLog } from '../../server/telemetry/log.ts';
import { ApiClient } from './api-client.ts';
import { createTestDatabase, type TestDatabase } from './databases.ts';
import { TEST_API_KEY, TEST_SETTINGS } from './server-process.ts';

const CLIENT_DIRECTORY = fileURLToPath(new URL('../../dist/client', import.meta.url));

export interface TestAppOptions {
  /** Default: a new SQLite file, removed at the end. One that is given is left to whoever made it. */
  database?: TestDatabase;
  /** Further settings; an empty text removes one. */
  settings?: Record<string, string>;
  /** Ms since the epoch. */
  clock?: () => number;
}

/** The whole app in the process of the test, listening on a port of its own. */
export interface TestApp {
  app: App;
  baseUrl: string;
  /** Calls with an API key that has all scopes. */
  api: ApiClient;
  /** Stops the app. */
  stop(): Promise<void>;
}

export async function startApp({ database, settings = {}, clock }: TestAppOptions = {}): Promise<TestApp> {
  const ownDatabase = database ? null : await createTestDatabase('sqlite');
  const config = readConfig({ ...TEST_SETTINGS, PORT: '0', DATABASE_URL: (database ?? ownDatabase)?.url, ...settings });
  const app = await App.open(config, { log: openLog('silent'), clientDirectory: CLIENT_DIRECTORY, clock });
  await app.start();
  const baseUrl = `http://127.0.0.1:${app.server.port}`;
  const api = new ApiClient({ baseUrl, apiKey: settings.BOOTSTRAP_API_KEY ?? TEST_API_KEY });
  const stop = async () => {
    await api.close();
    await app.stop();
    await ownDatabase?.remove();
  };
  return { app, baseUrl, api, stop };
}
