import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../dist/server/main.js', import.meta.url));
/** As `npm start` and the container run it. */
const NODE_FLAGS = ['--max-semi-space-size=64'];
const API_KEY = 'benchmark-key-of-24-characters-or-more';
const POLL_MS = 5;
const READY_TIMEOUT_MS = 60_000;

/**
 * Starts the built server as users do, on a SQLite file of its own (WAL, synchronous=FULL).
 * `folder` keeps the file of an earlier start; `settings` are further ones.
 */
export async function startServer({ folder, settings = {} } = {}) {
  const home = folder ?? await mkdtemp(join(tmpdir(), 'keybell-bench-'));
  const port = await freePort();
  const baseUrl = `http://127.0.0.1:${port}`;
  const startedAt = performance.now();
  const child = spawn(process.execPath, [...NODE_FLAGS, MAIN], { env: { ...standardSettings(home, port), ...settings }, stdio: ['ignore', 'ignore', 'inherit'] });
  await untilReady(baseUrl, child).catch((error) => {
    child.kill('SIGKILL');
    throw error;
  });
  return {
    baseUrl,
    apiKey: API_KEY,
    folder: home,
    /** From spawning node to the first positive answer of /readyz. */
    readyMs: performance.now() - startedAt,
    residentBytes: () => residentBytes(child.pid),
    /** CPU time used so far, of the whole process, of its main thread, and of a database of its own whose process BENCH_DATABASE_PID names. */
    cpuSeconds: async () => ({ process: await cpuSeconds(`/proc/${child.pid}/stat`), database: await databaseSeconds(), mainThread: await cpuSeconds(`/proc/${child.pid}/task/${child.pid}/stat`) }),
    /** Ends the process; `keep` leaves the file. */
    async stop({ keep = false } = {}) {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
      if (!keep) await rm(home, { recursive: true, force: true });
    },
  };
}

function standardSettings(home, port) {
  return {
    PATH: process.env.PATH,
    NODE_ENV: 'production',
    HOST: '127.0.0.1',
    PORT: String(port),
    DATABASE_URL: process.env.BENCH_DATABASE_URL ?? `sqlite:${join(home, 'keybell.db')}`,
    MASTER_KEYS: `k1:${Buffer.alloc(32).toString('base64')}`,
    BOOTSTRAP_API_KEY: API_KEY,
    ALLOW_HTTP_TARGETS: 'true',
    ALLOW_CIDRS: '127.0.0.0/8',
    LOG_LEVEL: 'warn',
    // What is measured is how fast the server can be, not where it tells one caller to wait.
    COST_PER_SECOND: '100000000',
  };
}

async function untilReady(baseUrl, child) {
  const giveUpAt = performance.now() + READY_TIMEOUT_MS;
  while (!(await fetch(`${baseUrl}/readyz`).then(({ ok }) => ok, () => false))) {
    if (child.exitCode !== null) throw new Error(`The server ended with exit code ${child.exitCode}. Was it built?`);
    if (performance.now() > giveUpAt) throw new Error('The server did not become ready.');
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

/** Resident memory of a process on Linux; null elsewhere. */
async function residentBytes(pid) {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kilobytes = /VmRSS:\s+(\d+) kB/.exec(status)?.[1];
  return kilobytes ? Number(kilobytes) * 1024 : null;
}

/** Ticks of the clock that Linux counts CPU time in, a hundred a second everywhere. */
const TICKS_PER_SECOND = 100;

const databaseSeconds = async () => (process.env.BENCH_DATABASE_PID ? cpuSeconds(`/proc/${process.env.BENCH_DATABASE_PID}/stat`) : 0);

/** User and system time of proc(5); NaN on other systems. */
async function cpuSeconds(file) {
  const stat = await readFile(file, 'utf8').catch(() => '');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}
