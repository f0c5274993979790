import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { renameSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { caller } from '../scripts/demo.js';
import { fillAccount } from './account.js';
import { startReceiver } from './receiver.js';
import { publishMany, readGroups, startStream } from './stream.js';
import { prepareWebhooks } from './webhooks.js';

const MAIN = fileURLToPath(new URL('../dist/server/main.js', import.meta.url));
const CLOCK = new URL('../test/faults/steered-clock.js', import.meta.url).href;
const EMAIL = 'dana.ortiz@keybell.example';
const STEP_MS = 30 * 60_000;
const STEPS = 48;
const POLL_MS = 50;
const READY_WITHIN_MS = 30_000;
/** Slow and hanging receivers may still be at it when the clock goes on. */
const STEP_WITHIN_MS = 2_500;

/** Events of half an hour: few at night, many in the afternoon. */
const eventsOf = (hour) => Math.round(6 + 18 * Math.max(0, Math.sin(((hour - 6) / 24) * 2 * Math.PI)));

const STILL_GOING = `query { deliveries(first: 1, filter: { statuses: [PENDING, IN_PROGRESS] }) { count { value } } }`;

/**
 * The built server with the demo's webhooks and receiver, after a day of events that took a minute: its clock begins a day ago and
 * is set forward by half an hour at a time. At the end it is right, and the demo's stream runs.
 * @param {string} home folder for the database; it is left behind
 * @param {(message: string) => void} report called when publishing fails
 */
export async function startAgedServer(home, report) {
  const password = randomBytes(12).toString('base64url');
  const apiKey = `kb_screens_${randomBytes(24).toString('base64url')}`;
  const port = await freePort();
  const baseUrl = `http://127.0.0.1:${port}`;
  const setClock = clockIn(home);
  setClock(-STEPS * STEP_MS);
  const child = spawn(process.execPath, [MAIN], {
    env: {
      PATH: process.env.PATH, NODE_OPTIONS: `--import=${CLOCK}`, CLOCK_FILE: clockFile(home), HOST: '127.0.0.1', PORT: String(port), LOG_LEVEL: 'silent',
      DATABASE_URL: `sqlite:${join(home, 'keybell.db')}`, ALLOW_HTTP_TARGETS: 'true', ALLOW_CIDRS: '127.0.0.1/32', BOOTSTRAP_API_KEY: apiKey,
      ADMIN_EMAIL: EMAIL, ADMIN_PASSWORD: password,
    },
    stdio: 'ignore',
  });
  await until(() => fetch(`${baseUrl}/readyz`).then(({ ok }) => ok, () => false), READY_WITHIN_MS);
  const graphql = caller(baseUrl, apiKey);
  await prepareWebhooks(graphql, await startReceiver(port + 1));
  await liveThroughADay(graphql, setClock);
  await fillAccount(baseUrl, graphql, { email: EMAIL, password });
  const stopStream = await startStream(graphql, report);
  return {
    baseUrl, graphql,
    /** Signs a page of a browser in by the form. */
    async signIn(page) {
      await page.goto('/admin/sign-in');
      await page.locator('input[type=email]').fill(EMAIL);
      await page.locator('input[type=password]').fill(password);
      await page.locator('button[type=submit]').click();
      await page.waitForURL((url) => !url.pathname.endsWith('/sign-in'));
    },
    async stop() {
      stopStream();
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

async function liveThroughADay(graphql, setClock) {
  const groups = await readGroups(graphql);
  for (let step = STEPS; step > 0; step--) {
    setClock(-step * STEP_MS);
    await publishMany(graphql, groups, { count: eventsOf(new Date(Date.now() - step * STEP_MS).getHours()) });
    await until(async () => (await graphql(STILL_GOING)).deliveries.count.value === 0, STEP_WITHIN_MS);
  }
  setClock(0);
}

const clockFile = (home) => join(home, 'ahead-ms');

function clockIn(home) {
  return (aheadMs) => {
    writeFileSync(`${clockFile(home)}.new`, String(aheadMs));
    renameSync(`${clockFile(home)}.new`, clockFile(home));
  };
}

async function until(isSo, withinMs) {
  const giveUpAt = Date.now() + withinMs;
  while (!(await isSo()) && Date.now() < giveUpAt) await new Promise((resolve) => setTimeout(resolve, POLL_MS));
}

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
