import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { SECOND_MS } from '../domain/time.ts';
import type { Log } from '../telemetry/log.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { sendText, type Exchange } from './exchange.ts';
import type { Router } from './router.ts';
import { refuseUpgrade, type GraphqlSockets } from './websocket.ts';

const HEADERS_TIMEOUT_MS = 10 * SECOND_MS;
const REQUEST_TIMEOUT_MS = 30 * SECOND_MS;
/** Longer than the idle time of common proxies, so that it is they who close. */
const KEEP_ALIVE_MS = 75 * SECOND_MS;
/** Time that open requests get when the server stops. */
const DRAIN_MS = 5 * SECOND_MS;

const SOCKET_PATH = '/graphql';

export interface HttpServerOptions {
  readonly host: string;
  readonly port: number;
  readonly router: Router;
  readonly sockets: GraphqlSockets;
  readonly log: Log;
  readonly metrics: Metrics;
}

/**
 * The one port: every request goes to the router, every upgrade to the GraphQL sockets. It is taken before anything else runs and
 * answered when everything does, so that a server started twice by mistake ends before it touches what the first one holds.
 */
export class HttpServer {
  readonly #options: HttpServerOptions;
  #server: Server | null = null;
  #isOpen = false;

  constructor(options: HttpServerOptions) {
    this.#options = options;
  }

  /** Port that it listens on; the one asked for until then. */
  get port(): number {
    return (this.#server?.address() as AddressInfo | null)?.port ?? this.#options.port;
  }

  /** Takes the port; requests are put off until `open`. */
  async listen(): Promise<void> {
    const { host, port } = this.#options;
    const server = createServer({ requestTimeout: REQUEST_TIMEOUT_MS, headersTimeout: HEADERS_TIMEOUT_MS, keepAliveTimeout: KEEP_ALIVE_MS }, this.handle);
    server.on('upgrade', this.handleUpgrade);
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host, port }, () => {
        server.off('error', reject);
        resolve();
      });
    });
    this.#server = server;
  }

  open(): void {
    this.#isOpen = true;
  }

  /** Takes no new requests, lets those under way end, cuts what is left after a while, and gives the port back. */
  async close(): Promise<void> {
    this.#isOpen = false;
    const server = this.#server;
    if (!server) return;
    const cut = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeIdleConnections();
    });
    clearTimeout(cut);
    this.#server = null;
  }

  /** Answers one request; also for a server that is not ours, such as Vite's while developing. */
  readonly handle = (req: IncomingMessage, res: ServerResponse): void => {
    const exchange = openExchange(req, res);
    const startedAt = performance.now();
    res.once('close', () => this.#note(exchange, performance.now() - startedAt));
    if (!this.#isOpen) return sendText(exchange, 'The server is starting or stopping.\n', { status: 503, headers: { 'retry-after': '1', connection: 'close' } });
    this.#options.router.handle(exchange).catch((error: unknown) => this.#fail(exchange, error));
  };

  readonly handleUpgrade = (req: IncomingMessage, socket: Duplex, head: Buffer): void => {
    if (req.url?.split('?', 1)[0] === SOCKET_PATH) this.#options.sockets.handleUpgrade(req, socket, head);
    else refuseUpgrade(socket, '404 Not Found');
  };

  #fail(exchange: Exchange, error: unknown): void {
    // The peer went away in the middle of its request: nobody is left to be told.
    if (exchange.req.destroyed && !exchange.req.complete) return;
    this.#options.log.error({ err: error, requestId: exchange.requestId, path: exchange.path }, 'a request failed');
    if (exchange.res.headersSent) exchange.res.destroy();
    else sendText(exchange, `Something went wrong on our side. The server log has it under request ${exchange.requestId}.\n`, { status: 500 });
  }

  #note({ req, res, path, requestId }: Exchange, ms: number): void {
    const route = routeLabel(path);
    this.#options.metrics.httpRequests.inc({ route, status: res.statusCode });
    this.#options.metrics.httpSeconds.observe({ route }, ms / SECOND_MS);
    this.#options.log.debug({ requestId, method: req.method, path, status: res.statusCode, ms: Math.round(ms) }, 'request');
  }
}

function openExchange(req: IncomingMessage, res: ServerResponse): Exchange {
  const url = req.url ?? '/';
  const queryAt = url.indexOf('?');
  const requestId = randomUUID();
  res.setHeader('x-request-id', requestId);
  res.setHeader('x-content-type-options', 'nosniff');
  res.setHeader('referrer-policy', 'same-origin');
  return {
    req, res, requestId,
    path: queryAt < 0 ? url : url.slice(0, queryAt),
    search: queryAt < 0 ? '' : url.slice(queryAt),
    ip: req.socket.remoteAddress ?? '',
  };
}

/** Few values, whatever paths people try. */
function routeLabel(path: string): string {
  if (path.startsWith('/admin')) return '/admin';
  if (path.startsWith('/exports/')) return '/exports';
  return ['/graphql', '/healthz', '/readyz', '/metrics'].includes(path) ? path : 'other';
}
