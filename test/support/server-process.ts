import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { ApiClient } from './api-client.ts';
import { createTestDatabase, type TestDatabase } from './databases.ts';
import { freePort } from './mariadb-server.ts';

const MAIN = fileURLToPath(new URL('../../dist/server/main.js', import.meta.url));
const READY_TIMEOUT_MS = 50_000;
const POLL_MS = 20;

export const TEST_API_KEY = 'test-key-of-twenty-four-characters-or-more';
/** Only for tests: 32 bytes of zero. */
export const TEST_MASTER_KEYS = `k1:${Buffer.alloc(32).toString('base64')}`;

/** Settings with which a server may call receivers on loopback. */
export const TEST_SETTINGS: Readonly<Record<string, string>> = {
  HOST: '127.0.0.1',
  MASTER_KEYS: TEST_MASTER_KEYS,
  BOOTSTRAP_API_KEY: TEST_API_KEY,
  ALLOW_HTTP_TARGETS: 'true',
  ALLOW_CIDRS: '127.0.0.1/32',
};

export interface ServerProcessOptions {
  /** Default: a new SQLite file. */
  database?: TestDatabase;
  /** Further settings; an empty text removes one. */
  settings?: Record<string, string>;
}

/** The built server as a process of its own, for tests that kill it, restart it or use a browser. */
export class ServerProcess {
  readonly baseUrl: string;
  readonly api: ApiClient;
  readonly database: TestDatabase;
  readonly #settings: Record<string, string>;
  #process: ChildProcess | null = null;
  #output = '';

  private constructor(port: number, database: TestDatabase, settings: Record<string, string>) {
    this.baseUrl = `http://127.0.0.1:${port}`;
    this.database = database;
    this.#settings = { ...TEST_SETTINGS, PORT: String(port), DATABASE_URL: database.url, ...settings };
    this.api = new ApiClient({ baseUrl: this.baseUrl, apiKey: this.#settings.BOOTSTRAP_API_KEY });
  }

  static async start({ database, settings = {} }: ServerProcessOptions = {}): Promise<ServerProcess> {
    const server = new ServerProcess(await freePort(), database ?? await createTestDatabase('sqlite'), settings);
    await server.restart();
    return server;
  }

  /** What it has printed since its last start. */
  get output(): string {
    return this.#output;
  }

  /** Starts it again on the same database and port. `settings` hold for this start only. */
  async restart(settings: Readonly<Record<string, string>> = {}): Promise<void> {
    this.#output = '';
    const given = Object.entries({ ...this.#settings, ...settings }).filter(([, value]) => value !== '');
    const child = spawn(process.execPath, [MAIN], { env: { PATH: process.env.PATH, ...Object.fromEntries(given) }, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => { this.#output += chunk.toString(); });
    this.#process = child;
    await this.#untilReady(child);
  }

  /** SIGKILL, as a crash. The database stays. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** SIGTERM; returns the exit code. The database stays. */
  async terminate(): Promise<number | null> {
    return this.#end('SIGTERM');
  }

  get pid(): number {
    return this.#process?.pid ?? 0;
  }

  get isRunning(): boolean {
    return this.#process !== null && this.#process.exitCode === null && this.#process.signalCode === null;
  }

  /** E.g. `SIGSTOP`. Waits for nothing. */
  signal(signal: NodeJS.Signals): void {
    this.#process?.kill(signal);
  }

  /** Ends the server and removes its database. */
  async stop(): Promise<void> {
    await this.api.close();
    await this.#end('SIGKILL');
    await this.database.remove();
  }

  async #end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.#process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const exit = once(child, 'exit');
    child.kill(signal);
    await exit;
    return child.exitCode;
  }

  async #untilReady(child: ChildProcess): Promise<void> {
    const giveUpAt = performance.now() + READY_TIMEOUT_MS;
    while (!(await isReady(this.baseUrl))) {
      if (!this.isRunning) throw new Error(`The server ended with ${child.exitCode ?? child.signalCode}:\n${this.#output}`);
      if (performance.now() > giveUpAt) throw new Error(`The server was not ready within ${READY_TIMEOUT_MS} ms:\n${this.#output}`);
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }
}

const isReady = (baseUrl: string): Promise<boolean> => fetch(`${baseUrl}/readyz`).then(({ ok }) => ok, () => false);
