import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createConnection as connectTcp, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findProgram } from './programs.ts';

const START_TIMEOUT_MS = 30_000;
const POLL_MS = 25;
/** Of the error log, after a crash. */
const TOLD_CHARACTERS = 6_000;

/**
 * A MariaDB server of the tests alone: own data directory, own port on loopback, removed afterwards.
 * A test may kill, freeze and restart it without touching anything else on the machine.
 */
export class MariadbServer {
  readonly url: string;
  readonly #folder: string;
  readonly #port: number;
  #process: ChildProcess | null = null;

  private constructor(folder: string, port: number) {
    this.#folder = folder;
    this.#port = port;
    this.url = `mariadb://tests:tests@127.0.0.1:${port}`;
  }

  static isInstalled(): boolean {
    return findProgram('mariadbd') !== null && findProgram('mariadb-install-db') !== null;
  }

  /** Makes a data directory and starts a server on it, about 3 s. */
  static async start(): Promise<MariadbServer> {
    const folder = await mkdtemp(join(tmpdir(), 'keybell-mariadb-'));
    await mkdir(join(folder, 'tmp'));
    const install = findProgram('mariadb-install-db') ?? 'mariadb-install-db';
    await promisify(execFile)(install, ['--no-defaults', `--datadir=${join(folder, 'data')}`, '--skip-test-db', ...runAs()]);
    await writeFile(
      join(folder, 'init.sql'),
      `CREATE USER IF NOT EXISTS tests@'127.0.0.1' IDENTIFIED BY 'tests';\nGRANT ALL ON *.* TO tests@'127.0.0.1' WITH GRANT OPTION;\n`,
    );
    const server = new MariadbServer(folder, await freePort());
    await server.restart();
    return server;
  }

  /** Starts the server again on the same data and port. */
  async restart(): Promise<void> {
    this.#process = spawn(findProgram('mariadbd') ?? 'mariadbd', [
      '--no-defaults', ...runAs(),
      // One of its own: a MariaDB that starts removes the temporary tables of every other one in the same folder, which then crash.
      `--tmpdir=${join(this.#folder, 'tmp')}`,
      `--datadir=${join(this.#folder, 'data')}`, `--socket=${join(this.#folder, 'server.sock')}`,
      `--pid-file=${join(this.#folder, 'server.pid')}`, `--init-file=${join(this.#folder, 'init.sql')}`,
      `--port=${this.#port}`, '--bind-address=127.0.0.1', '--skip-name-resolve', `--log-error=${this.#errorLog}`,
      '--innodb-buffer-pool-size=64M', '--innodb-log-file-size=32M', '--max-connections=200',
    ], { stdio: 'ignore' });
    this.#process.once('exit', this.#tellOfCrash);
    await waitForPort(this.#port, this.#process);
  }

  /** Sends a signal, e.g. `SIGKILL` or `SIGSTOP`, and for the fatal ones waits for the end. */
  async signal(signal: NodeJS.Signals): Promise<void> {
    const child = this.#process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.off('exit', this.#tellOfCrash);
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    if (signal === 'SIGKILL' || signal === 'SIGTERM') await ended;
  }

  get #errorLog(): string {
    return join(this.#folder, 'error.log');
  }

  /** A server that ends by itself fails every test after it: what it said last tells why. */
  readonly #tellOfCrash = (): void => {
    process.stderr.write(`mariadbd ended by itself. It said last:\n${readFileSync(this.#errorLog, 'utf8').slice(-TOLD_CHARACTERS)}\n`);
  };

  /** Stops the server and removes its data. */
  async stop(): Promise<void> {
    await this.signal('SIGKILL');
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** mariadbd refuses to run as root unless told to. */
const runAs = (): string[] => (process.getuid?.() === 0 ? ['--user=root'] : []);

/** A port on loopback that was free a moment ago. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

async function waitForPort(port: number, child: ChildProcess): Promise<void> {
  const giveUpAt = performance.now() + START_TIMEOUT_MS;
  while (!(await accepts(port))) {
    if (child.exitCode !== null) throw new Error(`mariadbd ended with exit code ${child.exitCode} before it accepted connections.`);
    if (performance.now() > giveUpAt) throw new Error(`mariadbd did not accept connections within ${START_TIMEOUT_MS} ms.`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connectTcp(port, '127.0.0.1');
    socket.once('connect', () => { socket.destroy(); resolve(true); });
    socket.once('error', () => resolve(false));
  });
}
