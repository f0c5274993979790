import type { ServerResponse } from 'node:http';
import {
  getOperationAST, GraphQLError, Kind, parse,
  type DocumentNode, type ExecutionResult, type FieldNode, type GraphQLFormattedError, type GraphQLSchema,
} from 'graphql';
import type { Credentials, Doors } from '../auth/doors.ts';
import { readSessionToken } from '../auth/session-cookie.ts';
import type { Viewer } from '../auth/viewer.ts';
import { SECOND_MS } from '../domain/time.ts';
import { cursorOf, subscribeOnce } from '../graphql/answer-once.ts';
import { chargeAtStart } from '../graphql/charge.ts';
import type { GraphqlContext } from '../graphql/context.ts';
import { badInput, isUnexpected, presentError } from '../graphql/errors.ts';
import { MAX_TOKENS, validateDocument } from '../graphql/limits.ts';
import type { Log } from '../telemetry/log.ts';
import { Admissions, refusalOf } from './admissions.ts';
import { BodyError, readJson } from './body.ts';
import { sendJson, type Exchange } from './exchange.ts';
import type { CallerFacts } from './graphql-endpoint.ts';
import type { OpenConnections } from './open-connections.ts';
import { textOf } from './shared-answers.ts';

const MAX_BODY_BYTES = 256 * 1024;
const KEEP_ALIVE_MS = 12 * SECOND_MS;
/** Time for what is written to leave before a connection is cut. */
const CLOSE_WAIT_MS = SECOND_MS;
/** When browsers come back after a cut. */
const RETRY_MS = 1_000;

export interface EventStreamsOptions {
  readonly schema: GraphQLSchema;
  readonly doors: Doors;
  readonly makeContext: (facts: CallerFacts) => GraphqlContext;
  readonly isAllowedOrigin: (origin: string, host: string) => boolean;
  readonly connections: OpenConnections;
  readonly log: Log;
}

interface Request { readonly document: DocumentNode; readonly operationName: string | null; readonly variables: Record<string, unknown> }

const EVENT_END = Buffer.from('\n\n');

/**
 * Subscriptions over Server-Sent Events: one request, one stream ("distinct connections" of the graphql-sse protocol). Each event has
 * the cursor of its message as its id, so `Last-Event-ID` resumes without a gap. The next message is taken from the log only when the
 * connection has taken the last one.
 */
export class EventStreams {
  readonly name = 'event streams';
  readonly #options: EventStreamsOptions;
  readonly #admissions: Admissions;
  /** What ends each of them. */
  readonly #open = new Set<() => void>();

  constructor(options: EventStreamsOptions) {
    this.#options = options;
    this.#admissions = new Admissions(options.doors);
  }

  get size(): number {
    return this.#open.size;
  }

  start(): void {
    this.#admissions.start();
  }

  /** Clients come back by themselves: the end of a stream that was not completed is a cut. */
  stop(): void {
    this.#admissions.stop();
    for (const end of this.#open) end();
  }

  async handle(exchange: Exchange): Promise<void> {
    const { req } = exchange;
    const { origin, host, accept = '*/*' } = req.headers;
    if (origin !== undefined && !this.#options.isAllowedOrigin(origin, host ?? '')) return refuse(exchange, 403, 'FORBIDDEN', 'Pages of other sites may not listen here.');
    if (!/text\/event-stream|text\/\*|\*\/\*/.test(accept)) return refuse(exchange, 406, 'BAD_REQUEST', 'This address answers with text/event-stream only.');
    const credentials = { authorization: req.headers.authorization ?? null, sessionToken: readSessionToken(req.headers.cookie) };
    const viewer = await this.#admissions.viewerOf(credentials);
    if (!viewer) return refuse(exchange, 401, 'UNAUTHENTICATED', refusalOf(credentials).replace('in connection_init', 'as "Authorization: Bearer <key>"'));
    const { connections } = this.#options;
    const giveBack = connections.take(viewer.actorId);
    if (!giveBack) return refuse(exchange, 429, 'THROTTLED', `At most ${connections.most} connections may be open for one caller. Close some of them.`);
    try {
      const request = await this.#read(exchange);
      if (request) await this.#stream(exchange, request, { viewer, credentials });
    } finally {
      giveBack();
    }
  }

  /** Null when it was refused already. */
  async #read(exchange: Exchange): Promise<Request | null> {
    try {
      const { query, operationName, variables } = await parametersOf(exchange);
      const document = parse(query, { maxTokens: MAX_TOKENS });
      const errors = validateDocument(this.#options.schema, document);
      if (errors.length > 0) {
        sendErrors(exchange, 400, errors.map((error) => error.toJSON()));
        return null;
      }
      if (getOperationAST(document, operationName)?.operation !== 'subscription') throw badInput('Only subscriptions are answered here. Send queries and mutations to /graphql.');
      return { document: resumed(document, exchange.req.headers['last-event-id']), operationName, variables };
    } catch (error) {
      if (error instanceof BodyError) refuse(exchange, error.status, 'BAD_REQUEST', error.message);
      else if (error instanceof GraphQLError) sendErrors(exchange, 400, [error.toJSON()]);
      else throw error;
      return null;
    }
  }

  async #stream(exchange: Exchange, request: Request, { viewer, credentials }: { viewer: Viewer; credentials: Credentials }): Promise<void> {
    const { req, res, requestId, ip } = exchange;
    const contextValue = this.#options.makeContext({ viewer, requestId, ip, userAgent: req.headers['user-agent'] ?? null, waiting: null, idempotencyKey: null, setSession: null });
    const args = { schema: this.#options.schema, document: request.document, operationName: request.operationName, variableValues: request.variables, contextValue };
    const refusal = chargeAtStart(args);
    if (refusal) return sendErrors(exchange, 429, [refusal.toJSON()], { 'retry-after': String(refusal.extensions.retryAfterSeconds) });
    const answers = await subscribeOnce(args);
    if (!(Symbol.asyncIterator in answers)) return sendErrors(exchange, 400, this.#present(answers, requestId).errors ?? []);
    const end = () => {
      void answers.return?.();
      res.end();
      // Whoever does not read does not get to see the end either.
      setTimeout(() => res.destroy(), CLOSE_WAIT_MS).unref();
    };
    const forget = this.#admissions.admit(viewer, credentials, end);
    this.#open.add(end);
    const keepAlive = setInterval(() => { if (!res.writableNeedDrain) res.write(':\n\n'); }, KEEP_ALIVE_MS);
    res.once('close', () => void answers.return?.());
    try {
      res.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
      res.write(`retry: ${RETRY_MS}\n\n`);
      await this.#send(exchange, answers);
    } finally {
      clearInterval(keepAlive);
      this.#open.delete(end);
      forget();
    }
  }

  async #send({ res, requestId }: Exchange, answers: AsyncIterable<ExecutionResult>): Promise<void> {
    for await (const answer of answers) {
      const id = cursorOf(answer);
      const data = answer.errors ? Buffer.from(JSON.stringify(this.#present(answer, requestId))) : textOf(answer).bytes;
      const isTaken = res.write(Buffer.concat([Buffer.from(`event: next\n${id === null ? '' : `id: ${id}\n`}data: `), data, EVENT_END]));
      if (!isTaken && !res.destroyed) await drainedOrClosed(res);
      if (res.destroyed) return;
    }
    if (!res.writableEnded) res.end('event: complete\ndata:\n\n');
  }

  #present(result: ExecutionResult, requestId: string): { data?: unknown; errors?: GraphQLFormattedError[] } {
    if (!result.errors) return result as { data?: unknown };
    return { ...result, errors: result.errors.map((error) => {
      if (!isUnexpected(error)) return error.toJSON();
      this.#options.log.error({ err: error.originalError, requestId, path: error.path?.join('.') }, 'an operation on an event stream failed');
      return presentError({ ...error.toJSON(), extensions: {} }, requestId);
    }) };
  }
}

function drainedOrClosed(res: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      res.off('drain', end).off('close', end);
      resolve();
    };
    res.on('drain', end).on('close', end);
  });
}

/** From the body of a POST, or as GET parameters, which is all that a browser's `EventSource` can send. */
async function parametersOf({ req, search }: Exchange): Promise<{ query: string; operationName: string | null; variables: Record<string, unknown> }> {
  const given = req.method === 'POST' ? await readJson(req, MAX_BODY_BYTES) : Object.fromEntries(new URLSearchParams(search));
  if (typeof given !== 'object' || given === null || !('query' in given) || typeof given.query !== 'string') throw badInput('Send the subscription as `query`.');
  const { query, operationName = null, variables = null } = given as { query: string; operationName?: unknown; variables?: unknown };
  if (operationName !== null && typeof operationName !== 'string') throw badInput('`operationName` must be a string.');
  const values = typeof variables === 'string' ? parsedVariables(variables) : variables ?? {};
  if (typeof values !== 'object' || values === null || Array.isArray(values)) throw badInput('`variables` must be an object.');
  return { query, operationName, variables: values as Record<string, unknown> };
}

function parsedVariables(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw badInput('`variables` must be JSON.');
  }
}

/** The document with the argument `after` of its subscriptions set to the id of the last event: that is newer than what it began with. */
function resumed(document: DocumentNode, lastEventId: string | string[] | undefined): DocumentNode {
  if (typeof lastEventId !== 'string' || lastEventId === '') return document;
  const after = { kind: Kind.ARGUMENT, name: { kind: Kind.NAME, value: 'after' }, value: { kind: Kind.STRING, value: lastEventId } } as const;
  const resume = (field: FieldNode): FieldNode => ({ ...field, arguments: [...(field.arguments ?? []).filter(({ name }) => name.value !== 'after'), after] });
  return { ...document, definitions: document.definitions.map((definition) => {
    if (definition.kind !== Kind.OPERATION_DEFINITION || definition.operation !== 'subscription') return definition;
    const selections = definition.selectionSet.selections.map((each) => (each.kind === Kind.FIELD ? resume(each) : each));
    return { ...definition, selectionSet: { ...definition.selectionSet, selections } };
  }) };
}

const refuse = (exchange: Exchange, status: number, code: string, message: string) => sendErrors(exchange, status, [{ message, extensions: { code } }]);

function sendErrors(exchange: Exchange, status: number, errors: readonly GraphQLFormattedError[], more: Record<string, string> = {}): void {
  const authenticate: Record<string, string> = status === 401 ? { 'www-authenticate': 'Bearer' } : {};
  // What is left of a body is not read, so the connection cannot carry another request.
  sendJson(exchange, { errors }, { status, headers: { ...authenticate, ...more, connection: 'close', 'cache-control': 'no-store' } });
}
