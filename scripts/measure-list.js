/*
 * `npm run measure:list`: how soon the lists of webhooks and of deliveries are there for somebody who has never opened the console, in
 * a real Chromium with an empty cache, signed in, against the built server with some thousand deliveries. Answered is when the checkbox of
 * the first row, clicked as soon as it is there, is seen to be ticked: what the row says can be used from then on.
 *
 *   --runs 9         of each list, at full speed and with a processor four times slower
 *   --events 1000    how many are published before, each to five webhooks
 *   --profile FILE   writes a CPU profile of one more page, for the developer tools
 *   --list webhooks  of which list; or deliveries
 */
import { writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { connect, createWebhook, publishMany } from '../bench/api.js';
import { startReceiver } from '../bench/receiver.js';
import { startServer } from '../bench/server.js';
import { openChromium } from './chromium.js';

const { values: options } = parseArgs({ options: { list: { type: 'string', default: 'webhooks' }, runs: { type: 'string', default: '9' }, events: { type: 'string', default: '1000' }, profile: { type: 'string' } } });
const runs = Number(options.runs);
const eventCount = Number(options.events);

const ADMIN = { email: 'list@keybell.example', password: 'a password for a measurement' };
const LISTS = { webhooks: '/admin/webhooks?env=all', deliveries: '/admin/webhook-deliveries?env=all' };
const SLOWDOWNS = [1, 4];
const WEBHOOKS = 5;
const MORE_WEBHOOKS = 45;
const BATCH = 500;
const LOOK_MS = 200;

const SIGN_IN = 'mutation ($input: SignInInput!) { signIn(input: $input) { userErrors { message } } }';
const EXAMPLES = '{ eventTypeGroups { eventTypes { code examples { payload } } } }';
const SUCCEEDED = '{ deliveries(first: 1, filter: { statuses: [SUCCEEDED] }) { count { value } } }';

const browser = await openChromium();
const receiver = await startReceiver();
const server = await startServer({ settings: { ADMIN_EMAIL: ADMIN.email, ADMIN_PASSWORD: ADMIN.password } });
const api = connect(server);
try {
  await fill();
  await measure(await signIn());
} finally {
  await browser.close();
  await api.close();
  await server.stop();
  receiver.stop();
}

async function measure(cookie) {
  console.log(`${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, Node ${process.versions.node}, Chromium ${browser.version()}, ${WEBHOOKS + MORE_WEBHOOKS} webhooks, ${eventCount * WEBHOOKS} deliveries, load before ${loadavg()[0].toFixed(1)}`);
  // The first page that a server sends finds it cold.
  for (const path of Object.values(LISTS)) await openList(cookie, path, 1);
  for (const slowdown of SLOWDOWNS) {
    for (const [name, path] of Object.entries(LISTS)) {
      const found = [];
      for (let run = 0; run < runs; run++) found.push(await openList(cookie, path, slowdown));
      report(`${name}${slowdown === 1 ? '' : `, processor ${slowdown} times slower`}`, found);
    }
  }
  console.log(`load after ${loadavg()[0].toFixed(1)}`);
  if (options.profile) await openList(cookie, LISTS[options.list], 1, options.profile);
}

function report(name, found) {
  console.log(`${name}, medians of ${found.length} (least to most):`);
  for (const [key, words, unit] of [
    ['paint', 'first paint', 'ms'], ['row', 'first row', 'ms'], ['answered', 'row answers', 'ms'], ['busy', 'main thread busy until then', 'ms'], ['bytes', 'received until then', 'kB'],
  ]) {
    const sorted = found.map((each) => each[key]).sort((one, other) => one - other);
    const [least, median, most] = [0, 0.5, 1].map((part) => Math.round(sorted[Math.floor((sorted.length - 1) * part)]));
    console.log(`  ${words}: ${median} ${unit} (${least} to ${most})`);
  }
}

/** Opens a list in a window of its own, which has nothing in its cache. */
async function openList(cookie, path, slowdown, profile) {
  const context = await browser.newContext({ baseURL: server.baseUrl, viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
  try {
    await context.addCookies([cookie]);
    const page = await context.newPage();
    page.on('pageerror', (error) => console.error(`The page failed: ${error.message}`));
    await page.addInitScript(watchList);
    const session = await context.newCDPSession(page);
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
    if (profile) {
      await session.send('Profiler.enable');
      await session.send('Profiler.start');
    }
    await page.goto(path, { waitUntil: 'commit' });
    const times = await page.evaluate(() => globalThis.listTimes);
    const { metrics } = await session.send('Performance.getMetrics');
    if (profile) await writeFile(profile, JSON.stringify((await session.send('Profiler.stop')).profile));
    return { ...times, busy: metrics.find(({ name }) => name === 'TaskDuration').value * 1_000 };
  } finally {
    await context.close();
  }
}

/** Runs in the page before anything else: ms since the navigation began. */
function watchList() {
  const kilobyte = 1_000;
  const until = (isSo) => new Promise((resolve) => {
    const look = () => {
      const found = isSo();
      if (!found) return;
      observer.disconnect();
      resolve(found);
    };
    const observer = new MutationObserver(look);
    observer.observe(document, { subtree: true, childList: true, attributes: true });
    look();
  });
  const painted = () => new Promise((resolve) => { requestAnimationFrame(() => setTimeout(resolve)); });

  async function times() {
    const checkbox = await until(() => document.querySelector('main tbody tr [role="checkbox"]'));
    await painted();
    const row = performance.now();
    checkbox.click();
    await until(() => document.querySelector('main tbody tr [role="checkbox"][aria-checked="true"]'));
    await painted();
    const answered = performance.now();
    const paint = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? answered;
    const entries = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
    return { paint, row, answered, bytes: entries.reduce((sum, { transferSize }) => sum + transferSize, 0) / kilobyte };
  }
  globalThis.listTimes = times();
}

async function fill() {
  for (let number = 1; number <= WEBHOOKS + MORE_WEBHOOKS; number++) {
    const events = number <= WEBHOOKS ? ['*'] : ['product.deleted'];
    await createWebhook(api, `${receiver.url}?number=${number}`, { name: `Receiver ${number}`, events, maxConcurrency: 50 });
  }
  const types = (await api.graphql(EXAMPLES)).eventTypeGroups.flatMap(({ eventTypes }) => eventTypes).filter(({ code }) => code !== 'product.deleted');
  for (let first = 0; first < eventCount; first += BATCH) {
    const events = Array.from({ length: Math.min(BATCH, eventCount - first) }, (_, index) => {
      const { code, examples } = types[(first + index) % types.length];
      return { type: code, environment: 'PRODUCTION', resourceId: `res_${first + index}`, payload: examples[0].payload, idempotencyKey: `list-${first + index}` };
    });
    await publishMany(api, events);
  }
  while ((await api.graphql(SUCCEEDED)).deliveries.count.value < eventCount * WEBHOOKS) await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
}

async function signIn() {
  const response = await fetch(`${server.baseUrl}/graphql`, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query: SIGN_IN, variables: { input: ADMIN } }),
  });
  const [name, value] = response.headers.getSetCookie()[0].split(';')[0].split('=');
  return { name, value, url: server.baseUrl };
}
