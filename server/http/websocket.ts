import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { execute, parse, type ExecutionArgs, type GraphQLError, type GraphQLFormattedError, type GraphQLSchema } from 'graphql';
import type { Context, ExecutionResult } from 'graphql-ws';
import { useServer, type Extra } from 'graphql-ws/use/ws';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Credentials, Doors } from '../auth/doors.ts';
import { networkOf } from '../auth/network.ts';
import { readSessionToken } from '../auth/session-cookie.ts';
import { SECOND_MS } from '../domain/time.ts';
import { subscribeOnce } from '../graphql/answer-once.ts';
import { chargeAtStart } from '../graphql/charge.ts';
import type { GraphqlContext } from '../graphql/context.ts';
import { badInput, isUnexpected, presentError } from '../graphql/errors.ts';
import { MAX_TOKENS, validateDocument } from '../graphql/limits.ts';
import type { Log } from '../telemetry/log.ts';
import { Admissions, refusalOf } from './admissions.ts';
import type { CallerFacts } from './graphql-endpoint.ts';
import type { OpenConnections } from './open-connections.ts';
import { AnswerSocket, takeAnswerOut, textOf } from './shared-answers.ts';

const MAX_MESSAGE_BYTES = 1024 * 1024;
/** Operations that may run at a time on one socket; a page of the console has three at most. */
const MAX_RUNNING = 50;
const INIT_WAIT_MS = 10 * SECOND_MS;
const KEEP_ALIVE_MS = 12 * SECOND_MS;
/** Time for the closing handshake before a socket is cut. */
const CLOSE_WAIT_MS = SECOND_MS;

/** Close codes of RFC 6455 (registry) and of the graphql-transport-ws protocol. */
const SERVICE_RESTART = 1012;
const FORBIDDEN = 4403;
const TOO_MANY = 4429;

export interface GraphqlSocketsOptions {
  readonly schema: GraphQLSchema;
  readonly doors: Doors;
  readonly makeContext: (facts: CallerFacts) => GraphqlContext;
  /** Whether a page of this origin may connect to this host: browsers send cookies along with any page's WebSocket. */
  readonly isAllowedOrigin: (origin: string, host: string) => boolean;
  readonly connections: OpenConnections;
  /** Told to clients in `connection_ack`, both: of the server, and of the console that it serves. */
  readonly version: string;
  readonly buildId: string | null;
  readonly log: Log;
}

type Connection = Context<Record<string, unknown> | undefined, Extra>;

/** Who opened a socket, and what is to be done when it closes. */
interface Opened { readonly credentials: Credentials; readonly forget: readonly (() => void)[] }

/** GraphQL over WebSocket, protocol graphql-transport-ws. Sockets end when the key or session that opened them does, or its rights change. */
export class GraphqlSockets {
  readonly name = 'GraphQL sockets';
  readonly #options: GraphqlSocketsOptions;
  readonly #admissions: Admissions;
  readonly #opened = new Map<WebSocket, Opened>();
  /** Gives back the places of sockets that have not said whose they are. */
  readonly #unknown = new WeakMap<WebSocket, () => void>();
  #server: WebSocketServer | null = null;

  constructor(options: GraphqlSocketsOptions) {
    this.#options = options;
    this.#admissions = new Admissions(options.doors);
  }

  /** Open sockets. */
  get size(): number {
    return this.#server?.clients.size ?? 0;
  }

  start(): void {
    this.#server = new WebSocketServer({ noServer: true, WebSocket: AnswerSocket, maxPayload: MAX_MESSAGE_BYTES, perMessageDeflate: false });
    useServer<Record<string, unknown> | undefined>({
      schema: this.#options.schema,
      parse: (source) => parse(source, { maxTokens: MAX_TOKENS }),
      validate: validateDocument,
      connectionInitWaitTimeout: INIT_WAIT_MS,
      isProd: true,
      jsonMessageReplacer: takeAnswerOut,
      onConnect: (connection) => this.#admit(connection),
      onSubscribe: (connection) => refuseExcess(connection),
      subscribe: (args) => refusedForCost(args) ?? subscribeOnce(args),
      execute: (args) => refusedForCost(args) ?? execute(args),
      context: (connection) => this.#contextOf(connection),
      onNext: (_connection, _id, _payload, args, result) => this.#present(result, args.contextValue),
      onError: (_connection, _id, _payload, errors) => this.#presentErrors(errors, randomUUID()),
      onClose: ({ extra }) => this.#forget(extra.socket),
    }, this.#server, KEEP_ALIVE_MS);
    this.#admissions.start();
  }

  /** Tells clients that the server restarts, so that they come back, and waits until they are gone. */
  async stop(): Promise<void> {
    this.#admissions.stop();
    const clients = [...(this.#server?.clients ?? [])];
    await Promise.all(clients.map((socket) => closed(socket)));
    this.#server?.close();
    this.#server = null;
  }

  /** Answers an HTTP upgrade to `/graphql`. */
  handleUpgrade(req: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { origin, host } = req.headers;
    if (!this.#server) return refuseUpgrade(socket, '503 Service Unavailable');
    if (origin !== undefined && !this.#options.isAllowedOrigin(origin, host ?? '')) return refuseUpgrade(socket, '403 Forbidden');
    const giveBack = this.#options.connections.take(networkOf(req.socket.remoteAddress ?? ''));
    if (!giveBack) return refuseUpgrade(socket, '429 Too Many Requests', 'Too many connections from your address have not said who they are. Send connection_init on those, then try again.\n');
    socket.once('close', giveBack);
    const server = this.#server;
    server.handleUpgrade(req, socket, head, (webSocket) => {
      this.#unknown.set(webSocket, giveBack);
      server.emit('connection', webSocket, req);
    });
  }

  async #admit({ extra, connectionParams }: Connection): Promise<Record<string, unknown> | boolean> {
    const authorization = connectionParams?.authorization ?? connectionParams?.Authorization;
    const credentials = {
      authorization: typeof authorization === 'string' ? authorization : null,
      sessionToken: readSessionToken(extra.request.headers.cookie),
    };
    const viewer = await this.#admissions.viewerOf(credentials);
    if (!viewer) {
      extra.socket.close(FORBIDDEN, refusalOf(credentials));
      return false;
    }
    const { socket } = extra;
    const giveBack = this.#options.connections.take(viewer.actorId);
    if (!giveBack) {
      socket.close(TOO_MANY, `At most ${this.#options.connections.most} connections may be open for one caller. Close some of them.`);
      return false;
    }
    // It closed while its key was looked up: nobody would tell again.
    if (socket.readyState !== socket.OPEN) {
      giveBack();
      return false;
    }
    this.#unknown.get(socket)?.();
    this.#opened.set(socket, { credentials, forget: [giveBack, this.#admissions.admit(viewer, credentials, (reason) => socket.close(FORBIDDEN, reason))] });
    return { version: this.#options.version, buildId: this.#options.buildId };
  }

  async #contextOf({ extra }: Connection): Promise<GraphqlContext> {
    const opened = this.#opened.get(extra.socket);
    const viewer = opened ? await this.#admissions.viewerOf(opened.credentials) : null;
    const { headers, socket } = extra.request;
    return this.#options.makeContext({
      viewer, requestId: randomUUID(), ip: socket.remoteAddress ?? '', userAgent: headers['user-agent'] ?? null, waiting: null, idempotencyKey: null, setSession: null,
    });
  }

  #forget(socket: WebSocket): void {
    for (const each of this.#opened.get(socket)?.forget ?? []) each();
    this.#opened.delete(socket);
  }

  /** What `next` has as its payload: replaced by its text when it is written. */
  #present(result: ExecutionResult, context: unknown): ExecutionResult {
    if (!result.errors) return textOf(result) as unknown as ExecutionResult;
    const errors = this.#presentErrors(result.errors, (context as GraphqlContext).requestId);
    return { ...result, errors: errors as unknown as GraphQLError[] };
  }

  #presentErrors(errors: readonly GraphQLError[], requestId: string): GraphQLFormattedError[] {
    return errors.map((error) => {
      if (!isUnexpected(error)) return error.toJSON();
      this.#options.log.error({ err: error.originalError, requestId, path: error.path?.join('.') }, 'an operation on a socket failed');
      return presentError({ ...error.toJSON(), extensions: {} }, requestId);
    });
  }
}

function refusedForCost(args: ExecutionArgs): ExecutionResult | null {
  const refusal = chargeAtStart(args);
  return refusal && { errors: [refusal] };
}

/** The operation to be started is among those of the connection already. */
function refuseExcess({ subscriptions }: Connection): GraphQLError[] | undefined {
  if (Object.keys(subscriptions).length <= MAX_RUNNING) return undefined;
  return [badInput(`At most ${MAX_RUNNING} operations may run on one socket. End one of them, or open another socket.`)];
}

/** Answers and hangs up without waiting for the peer to: Node hands such a socket over, and a server that stops would wait for it for ever. */
export function refuseUpgrade(socket: Duplex, status: string, reason = ''): void {
  socket.on('error', () => socket.destroy());
  const headers = ['connection: close', 'content-type: text/plain; charset=utf-8', `content-length: ${Buffer.byteLength(reason)}`].join('\r\n');
  socket.end(`HTTP/1.1 ${status}\r\n${headers}\r\n\r\n${reason}`, () => socket.destroy());
}

function closed(socket: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => socket.terminate(), CLOSE_WAIT_MS);
    socket.once('close', () => {
      clearTimeout(cut);
      resolve();
    });
    socket.close(SERVICE_RESTART, 'The server restarts.');
  });
}
