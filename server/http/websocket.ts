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
import { isUnexpected, presentError } from '../graphql/errors.ts';
import { depthLimit, MAX_TOKENS } from '../graphql/limits.ts';
import type { Log } from '../telemetry/log.ts';
import type { CallerFacts } from './graphql-endpoint.ts';

const MAX_MESSAGE_BYTES = 1024 * 1024;
const INIT_WAIT_MS = 10 * SECOND_MS;
const KEEP_ALIVE_MS = 12 * SECOND_MS;
/** How often it is asked whether those behind open sockets may still listen. */
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
  /** Told to clients in `connection_ack`. */
  readonly version: string;
  readonly log: Log;
}

type Connection = Context<Record<string, unknown> | undefined, Extra>;

/** GraphQL over WebSocket, protocol graphql-transport-ws. Sockets end when the key or session that opened them does. */
export class GraphqlSockets {
  readonly name = 'GraphQL sockets';
  readonly #options: GraphqlSocketsOptions;
  readonly #credentials = new Map<WebSocket, Credentials>();
  #server: WebSocketServer | null = null;
  #recheck: NodeJS.Timeout | null = null;

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
      validate: (schema, document) => validate(schema, document, [...specifiedRules, depthLimit]),
      connectionInitWaitTimeout: INIT_WAIT_MS,
      isProd: true,
      onConnect: (connection) => this.#admit(connection),
      context: (connection) => this.#contextOf(connection),
      onNext: (_connection, _id, _payload, args, result) => this.#present(result, args.contextValue),
      onError: (_connection, _id, _payload, errors) => this.#presentErrors(errors, randomUUID()),
      onClose: ({ extra }) => void this.#credentials.delete(extra.socket),
    }, this.#server, KEEP_ALIVE_MS);
    this.#recheck = setInterval(() => void this.#closeEnded(), RECHECK_EVERY_MS).unref();
  }

  /** Tells clients that the server restarts, so that they come back, and waits until they are gone. */
  async stop(): Promise<void> {
    if (this.#recheck) clearInterval(this.#recheck);
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
    const refusal = await this.#refusal(credentials);
    if (refusal !== null) {
      extra.socket.close(FORBIDDEN, refusal);
      return false;
    }
    this.#credentials.set(extra.socket, credentials);
    return { version: this.#options.version };
  }

  async #contextOf({ extra }: Connection): Promise<GraphqlContext> {
    const viewer = await this.#viewerOf(this.#credentials.get(extra.socket));
    return this.#options.makeContext({ viewer, requestId: randomUUID(), ip: extra.request.socket.remoteAddress ?? '', setSession: null });
  }

  async #viewerOf(credentials: Credentials | undefined): Promise<Viewer | null> {
    try {
      return credentials ? await this.#options.doors.viewer(credentials) : null;
    } catch (error) {
      if (error instanceof BadApiKeyError) return null;
      throw error;
    }
  }

  /** Why nobody may listen with these credentials; null when they are good. At most 123 bytes, as close reasons are. */
  async #refusal(credentials: Credentials): Promise<string | null> {
    if (await this.#viewerOf(credentials)) return null;
    return credentials.authorization === null ? 'Sign in, or send an API key in connection_init.' : 'The API key is unknown, revoked or expired.';
  }

  /** Closes the sockets whose key was revoked or whose session ended; each pair of credentials is asked for once. */
  async #closeEnded(): Promise<void> {
    const refusals = new Map<string, Promise<string | null>>();
    for (const [socket, credentials] of this.#credentials) {
      const key = JSON.stringify(credentials);
      const refusal = refusals.get(key) ?? this.#refusal(credentials).catch(() => null);
      refusals.set(key, refusal);
      void refusal.then((reason) => reason !== null && socket.close(FORBIDDEN, reason));
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

function refuseUpgrade(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
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
