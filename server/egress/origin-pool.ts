import type { Socket } from 'node:net';
import { Client, Pool, type Dispatcher } from 'undici';
import { SECOND_MS } from '../domain/time.ts';
import { ConnectFailure } from './connect-failure.ts';
import { Connection, MAX_ANSWER_BYTES } from './connection.ts';
import type { Exchange } from './exchange.ts';
import type { ConnectGuard } from './guarded-connect.ts';

/** Shorter than what common servers keep idle connections for, so that a request rarely meets one that is being closed. */
const KEEP_ALIVE_MS = 4 * SECOND_MS;
const MAX_KEEP_ALIVE_MS = 60 * SECOND_MS;

type ConnectCallback = (...args: [null, Socket] | [Error, null]) => void;

interface ConnectRequest {
  readonly hostname: string;
  readonly protocol: string;
  readonly port: string;
}

/** What is handed to the pool; the exchange comes along because undici wraps the handler on its way to the client. */
export interface PostOptions extends Dispatcher.DispatchOptions {
  readonly exchange: Exchange;
}

/** A client of one connection that tells each exchange about the connection it runs on. */
class TracedClient extends Client {
  readonly #connection = new Connection();
  /** By the monotonic clock, ms: when the request that waits for a connection is given up. */
  #deadline = 0;

  constructor(origin: URL, options: Client.Options, guard: ConnectGuard) {
    super(origin, {
      ...options,
      connect: (request: ConnectRequest, callback: ConnectCallback) => this.#connect(request, guard, callback),
    });
  }

  override dispatch(options: PostOptions, handler: Dispatcher.DispatchHandler): boolean {
    const { exchange } = options;
    // Given up while it waited for a free client: dropped, so that a dead receiver is not called once more for each of them.
    if (exchange.isSettled) return true;
    this.#deadline = exchange.deadline;
    exchange.ranBy(this.#connection);
    return super.dispatch(options, handler);
  }

  #connect({ hostname, protocol, port }: ConnectRequest, guard: ConnectGuard, callback: ConnectCallback): void {
    const target = { hostname, protocol, port: Number(port) || (protocol === 'https:' ? 443 : 80), deadline: this.#deadline };
    this.#connection.open(target, guard).then(
      (socket) => callback(null, socket),
      (error: unknown) => callback(error instanceof Error ? error : new ConnectFailure(INTERNAL_FAULT, error), null),
    );
  }
}

const INTERNAL_FAULT = { code: 'INTERNAL', message: 'The connection could not be made because of a fault of this server.', detail: null } as const;

/** The connections to one origin. */
export function openOriginPool(origin: string, connections: number, guard: ConnectGuard): Pool {
  return new Pool(origin, {
    connections,
    pipelining: 1,
    allowH2: false,
    keepAliveTimeout: KEEP_ALIVE_MS,
    keepAliveMaxTimeout: MAX_KEEP_ALIVE_MS,
    // The exchange keeps the only clock: undici's own limits are per phase or per chunk, not for the whole.
    headersTimeout: 0,
    bodyTimeout: 0,
    // Never reached, since the connection and the exchange are stricter: undici makes an error for every single header beyond its
    // limit, and half a second passes over a piece with thousands of them.
    maxHeaderSize: 2 * MAX_ANSWER_BYTES,
    factory: (url, options) => new TracedClient(url, options as Client.Options, guard),
  });
}
