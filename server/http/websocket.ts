import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { parse, specifiedRules, validate, type GraphQLError, type GraphQLFormattedError, type GraphQLSchema } from 'graphql';
import type { Context, ExecutionResult } from 'graphql-ws';
import { useServer, type Extra } from 'graphql-ws/use/ws';
import { WebSocketServer, type WebSocket } from 'ws';
import { BadApiKeyError, type Credentials, type Doors } from '../auth/doors.ts';
import { readSessionToken } from '../auth/session-cookie.ts';
import type { Viewer } from '../auth/viewer.ts';
import { SECOND_MS } from '../domain/time.ts';
import type { GraphqlContext } from '../graphql/context.ts';
import { badInput, isUnexpected, presentError } from '../graphql/errors.ts';
import { MAX_TOKENS, OPERATION_LIMITS } from '../graphql/limits.ts';
import type { Log } from '../telemetry/log.ts';
import type { CallerFacts } from './graphql-endpoint.ts';

const MAX_MESSAGE_BYTES = 1024 * 1024;
/** Operations that may run at a time on one socket; a page of the console has three at most. */
const MAX_RUNNING = 50;
const INIT_WAIT_MS = 10 * SECOND_MS;
const KEEP_ALIVE_MS = 12 * SECOND_MS;
/** How often it is asked whether those behind open sockets may still listen: another process may have changed it. */
const RECHECK_EVERY_MS = 5 * SECOND_MS;
/** Time for the closing handshake before a socket is cut. */
const CLOSE_WAIT_MS = SECOND_MS;

/** Close codes of RFC 6455 (registry) and of the graphql-transport-ws protocol. */
const SERVICE_RESTART = 1012;
const FORBIDDEN = 4403;

export interface GraphqlSocketsOptions {
  readonly schema: GraphQLSchema;
  readonly doors: Doors;
  readonly makeContext: (facts: CallerFacts) => GraphqlContext;
  /** Whether a page of this origin may connect to this host: browsers send cookies along with any page's WebSocket. */
  readonly isAllowedOrigin: (origin: string, host: string) => boolean;
  /** Told to clients in `connection_ack`, both: of the server, and of the console that it serves. */
  readonly version: string;
  readonly buildId: string | null;
  readonly log: Log;
}

type Connection = Context<Record<string, unknown> | undefined, Extra>;

/** Who opened a socket, and what they might do then. */
interface Admission { readonly credentials: Credentials; readonly rights: string }

/** GraphQL over WebSocket, protocol graphql-transport-ws. Sockets end when the key or session that opened them does, or its rights change. */
export class GraphqlSockets {
  readonly name = 'GraphQL sockets';
  readonly #options: GraphqlSocketsOptions;
  readonly #admissions = new Map<WebSocket, Admission>();
  #server: WebSocketServer | null = null;
  #recheck: NodeJS.Timeout | null = null;
  #unlisten: () => void = () => undefined;

  constructor(options: GraphqlSocketsOptions) {
    this.#options = options;
  }

  /** Open sockets. */
  get size(): number {
    return this.#server?.clients.size ?? 0;
  }

  start(): void {
    this.#server = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES, perMessageDeflate: false });
    useServer<Record<string, unknown> | undefined>({
      schema: this.#options.schema,
      parse: (source) => parse(source, { maxTokens: MAX_TOKENS }),
      validate: (schema, document) => validate(schema, document, [...specifiedRules, ...OPERATION_LIMITS]),
      connectionInitWaitTimeout: INIT_WAIT_MS,
      isProd: true,
      onConnect: (connection) => this.#admit(connection),
      onSubscribe: (connection) => refuseExcess(connection),
      context: (connection) => this.#contextOf(connection),
      onNext: (_connection, _id, _payload, args, result) => this.#present(result, args.contextValue),
      onError: (_connection, _id, _payload, errors) => this.#presentErrors(errors, randomUUID()),
      onClose: ({ extra }) => void this.#admissions.delete(extra.socket),
    }, this.#server, KEEP_ALIVE_MS);
    this.#recheck = setInterval(() => void this.#closeEnded(), RECHECK_EVERY_MS).unref();
    this.#unlisten = this.#options.doors.onChange(() => void this.#closeEnded());
  }

  /** Tells clients that the server restarts, so that they come back, and waits until they are gone. */
  async stop(): Promise<void> {
    if (this.#recheck) clearInterval(this.#recheck);
    this.#unlisten();
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
    const server = this.#server;
    server.handleUpgrade(req, socket, head, (webSocket) => server.emit('connection', webSocket, req));
  }

  async #admit({ extra, connectionParams }: Connection): Promise<Record<string, unknown> | boolean> {
    const authorization = connectionParams?.authorization ?? connectionParams?.Authorization;
    const credentials = {
      authorization: typeof authorization === 'string' ? authorization : null,
      sessionToken: readSessionToken(extra.request.headers.cookie),
    };
    const viewer = await this.#viewerOf(credentials);
    if (!viewer) {
      extra.socket.close(FORBIDDEN, refusalOf(credentials));
      return false;
    }
    this.#admissions.set(extra.socket, { credentials, rights: rightsOf(viewer) });
    return { version: this.#options.version, buildId: this.#options.buildId };
  }

  async #contextOf({ extra }: Connection): Promise<GraphqlContext> {
    const viewer = await this.#viewerOf(this.#admissions.get(extra.socket)?.credentials);
    const { headers, socket } = extra.request;
    return this.#options.makeContext({
      viewer, requestId: randomUUID(), ip: socket.remoteAddress ?? '', userAgent: headers['user-agent'] ?? null, idempotencyKey: null, setSession: null,
    });
  }

  async #viewerOf(credentials: Credentials | undefined): Promise<Viewer | null> {
    try {
      return credentials ? await this.#options.doors.viewer(credentials) : null;
    } catch (error) {
      if (error instanceof BadApiKeyError) return null;
      throw error;
    }
  }

  /** Closes the sockets whose key was revoked, whose session ended or whose rights are others now; each pair of credentials is asked for once. */
  async #closeEnded(): Promise<void> {
    const viewers = new Map<string, Promise<Viewer | null | undefined>>();
    for (const [socket, admission] of this.#admissions) {
      const key = JSON.stringify(admission.credentials);
      // Undefined: nobody could tell, so the socket stays open until the next time.
      const viewer = viewers.get(key) ?? this.#viewerOf(admission.credentials).catch(() => undefined);
      viewers.set(key, viewer);
      void viewer.then((found) => closeUnlessSame(socket, admission, found));
    }
  }

  #present(result: ExecutionResult, context: unknown): ExecutionResult | undefined {
    if (!result.errors) return undefined;
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

function closeUnlessSame(socket: WebSocket, { credentials, rights }: Admission, viewer: Viewer | null | undefined): void {
  if (viewer === null) socket.close(FORBIDDEN, refusalOf(credentials));
  // Streams were let in by the old rights; whoever connects again is judged by the new ones.
  else if (viewer && rightsOf(viewer) !== rights) socket.close(FORBIDDEN, 'Your rights have changed; connect again.');
}

const rightsOf = ({ actorId, role, scopes, environments }: Viewer): string => JSON.stringify([actorId, role, scopes, environments]);

/** Why nobody may listen with these credentials. At most 123 bytes, as close reasons are. */
function refusalOf({ authorization }: Credentials): string {
  return authorization === null ? 'Sign in, or send an API key in connection_init.' : 'The API key is unknown, revoked or expired.';
}

/** The operation to be started is among those of the connection already. */
function refuseExcess({ subscriptions }: Connection): GraphQLError[] | undefined {
  if (Object.keys(subscriptions).length <= MAX_RUNNING) return undefined;
  return [badInput(`At most ${MAX_RUNNING} operations may run on one socket. End one of them, or open another socket.`)];
}

/** Answers and hangs up without waiting for the peer to: Node hands such a socket over, and a server that stops would wait for it for ever. */
export function refuseUpgrade(socket: Duplex, status: string): void {
  socket.on('error', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`, () => socket.destroy());
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
