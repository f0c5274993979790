import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { describe } from 'vitest';
import { freePort } from './mariadb-server.ts';
import { findProgram } from './programs.ts';

const START_TIMEOUT_MS = 20_000;
const POLL_MS = 20;

/** A Redis (or Valkey) of the tests alone, on a port of its own, that keeps nothing. */
export class RedisServer {
  readonly url: string;
  readonly #port: number;
  #process: ChildProcess | null = null;

  constructor(port: number) {
    this.#port = port;
    this.url = `redis://127.0.0.1:${port}`;
  }

  static async start(): Promise<RedisServer> {
    const server = new RedisServer(await freePort());
    await server.restart();
    return server;
  }

  async restart(): Promise<void> {
    const program = findRedis();
    if (!program) throw new Error('Neither redis-server nor valkey-server is installed.');
    this.#process = spawn(program, ['--port', String(this.#port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'], { stdio: 'ignore' });
    const giveUpAt = performance.now() + START_TIMEOUT_MS;
    while (!(await answers(this.#port))) {
      if (performance.now() > giveUpAt) throw new Error(`Redis did not answer within ${START_TIMEOUT_MS} ms.`);
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }

  /** E.g. `SIGSTOP`; waits for the end after `SIGKILL`. */
  async signal(signal: NodeJS.Signals): Promise<void> {
    const child = this.#process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    if (signal === 'SIGKILL') await ended;
  }

  stop(): Promise<void> {
    return this.signal('SIGKILL');
  }
}

/** A suite that needs Redis: left out by name where it is not installed, except under CI, where that is a failure. */
export function withRedis(name: string, suite: () => void): void {
  const isMissing = findRedis() === null && !process.env.CI;
  describe.skipIf(isMissing)(isMissing ? `${name} (redis-server is not installed)` : name, { timeout: 120_000 }, suite);
}

const findRedis = () => findProgram('redis-server') ?? findProgram('valkey-server');

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => socket.write('PING\r\n'));
    socket.once('data', (reply) => { socket.destroy(); resolve(reply.toString().startsWith('+PONG')); });
    socket.once('error', () => resolve(false));
  });
}
