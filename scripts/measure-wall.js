/*
 * `npm run measure:wall`: the live wall in a real Chromium, fed by real deliveries of the built server to a receiver on this machine.
 * Reports frames that took too long, the processor time of the page, and its memory while the wall runs.
 *
 *   --rate 500       attempts a second
 *   --seconds 60     how long is measured, after the wall has filled up
 *   --minutes 60     the same in minutes
 *   --view lanes     the other layout
 *   --profile FILE   writes a CPU profile of the page, for the developer tools
 */
import { writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { connect, createWebhook, publishMany } from '../bench/api.js';
import { startReceiver } from '../bench/receiver.js';
import { startServer } from '../bench/server.js';
import { openChromium } from './chromium.js';

const { values: options } = parseArgs({
  options: {
    rate: { type: 'string', default: '500' }, seconds: { type: 'string', default: '60' }, minutes: { type: 'string' },
    view: { type: 'string', default: 'stream' }, profile: { type: 'string' },
  },
});
const rate = Number(options.rate);
const seconds = options.minutes ? Number(options.minutes) * 60 : Number(options.seconds);

const SIGN_IN = { email: 'wall@keybell.example', password: 'a password for a measurement' };
/** Each event goes to all of them. One answers after 200 ms. */
const PATHS = ['', '', '', '', 'slow'];
const TYPES = ['license.created', 'license.activated', 'activation.created', 'contract.updated', 'telemetry.received'];
const TICK_MS = 100;
const MOST_AT_ONCE = 500;
/** The wall keeps 5,000 rows, and its lanes a minute. */
const FILL_MS = Math.max(20_000, (5_000 / rate) * 1_000);
const SETTLE_MS = 3_000;
const IDLE_MS = 10_000;
const SLOW_FRAME_MS = 50;
const READ_MEMORY_TIMES = 12;
const MEBIBYTE = 1024 * 1024;

const browser = await openChromium('--enable-precise-memory-info');
const receiver = await startReceiver();
const server = await startServer({ settings: { ADMIN_EMAIL: SIGN_IN.email, ADMIN_PASSWORD: SIGN_IN.password } });
const api = connect(server);
try {
  await measure();
} finally {
  await browser.close();
  await api.close();
  await server.stop();
  receiver.stop();
}

async function measure() {
  await prepareWebhooks();
  const page = await openWall();
  const idle = await idleFrames(page);
  const publisher = await startPublishing();
  console.log(`${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, Node ${process.versions.node}, Chromium ${browser.version()}, software painting, load before ${loadavg()[0].toFixed(1)}`);
  console.log(`before anything is published, ${IDLE_MS / 1_000} s: ${idle.deltas.length} frames, longest ${Math.max(...idle.deltas).toFixed(1)} ms, over ${SLOW_FRAME_MS} ms: ${idle.deltas.filter((ms) => ms > SLOW_FRAME_MS).length} (what the machine does by itself)`);
  await sleep(FILL_MS);

  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  await session.send('HeapProfiler.enable');
  if (options.profile) {
    await session.send('Profiler.enable');
    await session.send('Profiler.start');
  }
  // To collect what nobody holds stops the page for a tenth of a second: before and after the frames that count, never between them.
  const heapBefore = await collectedHeap(session);
  await sleep(SETTLE_MS);
  await page.evaluate(() => globalThis.wallFrames.restart());
  const [before, publishedBefore, beganAt] = [await metricsOf(session), publisher.count(), performance.now()];
  const heapReadings = await watchHeap(session);
  const [after, tookMs] = [await metricsOf(session), performance.now() - beganAt];
  const frames = await page.evaluate(() => globalThis.wallFrames.read());
  const heapAfter = await collectedHeap(session);
  if (options.profile) await writeFile(options.profile, JSON.stringify((await session.send('Profiler.stop')).profile));
  const attempts = (publisher.count() - publishedBefore) * PATHS.length;
  publisher.stop();
  report({ attempts, tookMs, frames, before, after, heap: { before: heapBefore, highest: Math.max(...heapReadings), after: heapAfter } });
}

/** The frames of the page at rest: those that are slow even then are not the wall's. */
async function idleFrames(page) {
  await sleep(SETTLE_MS);
  await page.evaluate(() => globalThis.wallFrames.restart());
  await sleep(IDLE_MS);
  return page.evaluate(() => globalThis.wallFrames.read());
}

/** Bytes that scripts hold, at even times until the end, with what nobody holds but was not collected yet. */
async function watchHeap(session) {
  const readings = [];
  const beganAt = performance.now();
  for (let reading = 1; reading <= READ_MEMORY_TIMES; reading++) {
    await sleep(beganAt + (reading / READ_MEMORY_TIMES) * seconds * 1_000 - performance.now());
    readings.push((await metricsOf(session)).JSHeapUsedSize);
  }
  return readings;
}

async function collectedHeap(session) {
  await session.send('HeapProfiler.collectGarbage');
  return (await metricsOf(session)).JSHeapUsedSize;
}

function report({ attempts, tookMs, frames, before, after, heap }) {
  const share = (name) => `${(((after[name] - before[name]) * 1_000 * 100) / tookMs).toFixed(1)} %`;
  const slow = frames.deltas.filter((ms) => ms > SLOW_FRAME_MS);
  const sorted = [...frames.deltas].sort((one, other) => one - other);
  const at = (part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))]?.toFixed(1);
  console.log(`${options.view}, ${(attempts / (tookMs / 1_000)).toFixed(0)} attempts/s for ${(tookMs / 1_000).toFixed(0)} s, load after ${loadavg()[0].toFixed(1)}`);
  console.log(`frames: ${sorted.length} (${(sorted.length / (tookMs / 1_000)).toFixed(1)}/s), p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, longest ${at(1)} ms, over ${SLOW_FRAME_MS} ms: ${slow.length}`);
  console.log(`work of the page in one frame over ${SLOW_FRAME_MS} ms: ${frames.longFrames.length}${frames.longFrames.length ? ` (${frames.longFrames.slice(0, 8).join(', ')})` : ''}`);
  console.log(`main thread of the page: ${share('TaskDuration')} of one core (scripts ${share('ScriptDuration')}, styles ${share('RecalcStyleDuration')}, layout ${share('LayoutDuration')})`);
  const [atFirst, highest, atLast] = [heap.before, heap.highest, heap.after].map((bytes) => (bytes / MEBIBYTE).toFixed(1));
  console.log(`heap: ${atFirst} MB collected before, ${highest} MB at most meanwhile, ${atLast} MB collected after`);
}

async function metricsOf(session) {
  const { metrics } = await session.send('Performance.getMetrics');
  return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
}

async function openWall() {
  const page = await browser.newPage({ baseURL: server.baseUrl, viewport: { width: 1400, height: 900 } });
  page.on('pageerror', (error) => console.error(`The page failed: ${error.message}`));
  await page.addInitScript(countFrames);
  await page.goto(`/admin/webhook-deliveries/live${options.view === 'lanes' ? '?view=lanes' : ''}`);
  await page.locator('input[type="email"]').fill(SIGN_IN.email);
  await page.locator('input[type="password"]').fill(SIGN_IN.password);
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/webhook-deliveries\/live/);
  // The pointer, and the focus, would pause it.
  await page.mouse.move(700, 20);
  return page;
}

/** Runs in the page: the time between animation frames, and the frames in which it was busy for long. */
function countFrames() {
  const state = { deltas: [], longFrames: [] };
  let last = 0;
  const step = (now) => {
    if (last > 0) state.deltas.push(now - last);
    last = now;
    requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
  new PerformanceObserver((list) => {
    for (const { duration, scripts } of list.getEntries()) {
      const longest = [...scripts].sort((one, other) => other.duration - one.duration)[0];
      state.longFrames.push(`${Math.round(duration)} ms${longest ? ` of ${longest.invoker}` : ''}`);
    }
  }).observe({ type: 'long-animation-frame' });
  globalThis.wallFrames = {
    restart() {
      state.deltas = [];
      state.longFrames = [];
    },
    read: () => state,
  };
}

async function prepareWebhooks() {
  for (const [index, path] of PATHS.entries()) {
    await createWebhook(api, `http://127.0.0.1:${receiver.port}/${path}`, { name: `Receiver ${index + 1}`, events: ['*'], maxConcurrency: 50 });
  }
}

/** Publishes as many events as make the rate, ten times a second, and makes good for ticks that came late. */
async function startPublishing() {
  const { eventTypeGroups } = await api.graphql('{ eventTypeGroups { eventTypes { code examples { payload } } } }');
  const types = eventTypeGroups.flatMap(({ eventTypes }) => eventTypes).filter(({ code }) => TYPES.includes(code));
  const beganAt = performance.now();
  let asked = 0;
  let accepted = 0;
  let isTold = false;
  const publish = async () => {
    const due = Math.floor(((performance.now() - beganAt) / 1_000) * (rate / PATHS.length)) - asked;
    if (due <= 0) return;
    const events = Array.from({ length: Math.min(due, MOST_AT_ONCE) }, (_, index) => {
      const { code, examples } = types[(asked + index) % types.length];
      return { type: code, environment: 'PRODUCTION', resourceId: `res_${asked + index}`, payload: examples[0].payload, idempotencyKey: `wall-${asked + index}` };
    });
    asked += events.length;
    await publishMany(api, events);
    accepted += events.length;
  };
  const tell = ({ message }) => {
    if (!isTold) console.error(`Publishing failed: ${message.slice(0, 300)}`);
    isTold = true;
  };
  const timer = setInterval(() => void publish().catch(tell), TICK_MS);
  return { count: () => accepted, stop: () => clearInterval(timer) };
}

function sleep(ms) {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
}
