import { ApolloServer, HeaderMap, type ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled, ApolloServerPluginLandingPageDisabled, ApolloServerPluginUsageReportingDisabled } from '@apollo/server/plugin/disabled';
import { GraphQLError, type GraphQLFormattedError, type GraphQLSchema } from 'graphql';
import { BadApiKeyError, type Doors } from '../auth/doors.ts';
import { readSessionToken, sessionCookie } from '../auth/session-cookie.ts';
import type { Viewer } from '../auth/viewer.ts';
import { costExtension } from '../graphql/charge.ts';
import type { GraphqlContext } from '../graphql/context.ts';
import { isUnexpected, presentError } from '../graphql/errors.ts';
import { introspects, MAX_TOKENS, OPERATION_LIMITS } from '../graphql/limits.ts';
import type { Log } from '../telemetry/log.ts';
import { BodyError, readSizedJson } from './body.ts';
import { DocumentGate, onlyPublishes, queryOf } from './document-gate.ts';
import { sendJson, sendText, type Exchange } from './exchange.ts';
import { meterCost } from './meter-cost.ts';
import { timerOf, Wait, type StartTimer } from './operation-time.ts';

const MIB = 1024 * 1024;
const MAX_BODY_BYTES = MIB;
/** Of documents that do nothing but publish: room for a batch of a thousand events of a few kilobytes. */
const MAX_PUBLISH_BYTES = 8 * MIB;
/** Nobody in particular can only sign in. */
const MAX_ANONYMOUS_BODY_BYTES = 64 * 1024;

/** What a context is made of besides what is the same for all requests. */
export type CallerFacts = Pick<GraphqlContext, 'viewer' | 'requestId' | 'ip' | 'userAgent' | 'idempotencyKey' | 'setSession' | 'waiting'>;

export interface GraphqlEndpointOptions {
  readonly schema: GraphQLSchema;
  readonly doors: Doors;
  readonly makeContext: (facts: CallerFacts) => GraphqlContext;
  /** Whether browsers reach this server by https, so that cookies may insist on it. */
  readonly isHttps: boolean;
  /** Longest that an operation is waited for. */
  readonly operationMs: number;
  /** For tests, which end the time by hand. */
  readonly startTimer?: StartTimer;
  readonly log: Log;
}

/** GraphQL over HTTP: the operation in, the result out, on Apollo Server and without a web framework. */
export class GraphqlEndpoint {
  readonly name = 'GraphQL endpoint';
  readonly #options: GraphqlEndpointOptions;
  readonly #apollo: ApolloServer<GraphqlContext>;
  readonly #gate = new DocumentGate();

  constructor(options: GraphqlEndpointOptions) {
    this.#options = options;
    this.#apollo = makeApollo(options);
  }

  async start(): Promise<void> {
    await this.#apollo.start();
  }

  async stop(): Promise<void> {
    await this.#apollo.stop();
  }

  async handle(exchange: Exchange): Promise<void> {
    const { req } = exchange;
    try {
      const viewer = await this.#options.doors.viewer({
        authorization: req.headers.authorization ?? null, sessionToken: readSessionToken(req.headers.cookie),
      });
      const body = req.method === 'POST' ? await bodyOf(exchange, viewer) : undefined;
      const refusal = this.#gate.refusalOf(body);
      if (refusal) return this.#refuseDocument(exchange, viewer, refusal);
      await this.#execute(exchange, viewer, body);
    } catch (error) {
      refuse(exchange, error);
    }
  }

  async #execute(exchange: Exchange, viewer: Viewer | null, body: unknown): Promise<void> {
    const { req, res, requestId, ip, search } = exchange;
    const { makeContext, isHttps, operationMs, startTimer = timerOf(operationMs) } = this.#options;
    const wait = new Wait(res, { startTimer, ms: operationMs });
    const [userAgent, idempotencyKey] = [req.headers['user-agent'] ?? null, keyOf(req.headers['idempotency-key'])];
    const setSession = (token: string | null) => void res.setHeader('set-cookie', sessionCookie(token, isHttps));
    const answer = await wait.for(this.#apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest: { method: req.method ?? '', headers: headersOf(exchange), search, body },
      context: async () => makeContext({ viewer, requestId, ip, userAgent, idempotencyKey, setSession, waiting: wait }),
    }));
    if (answer.body.kind !== 'complete') throw new Error('No operation of this schema is answered in parts.');
    const headers = Object.fromEntries(answer.headers.set('cache-control', 'no-store'));
    sendText(exchange, answer.body.string, { status: answer.status ?? 200, headers });
  }

  #refuseDocument(exchange: Exchange, viewer: Viewer | null, { message, extensions }: GraphQLError): void {
    const { requestId, ip } = exchange;
    const context = this.#options.makeContext({ viewer, requestId, ip, userAgent: null, idempotencyKey: null, setSession: null, waiting: null });
    sendJson(exchange, { errors: [{ message, extensions }], extensions: { cost: costExtension(context, 0) } }, { status: statusOf(exchange), headers: { 'cache-control': 'no-store' } });
  }
}

/** What most documents may have, or more if they publish: that is known when the body has been read. */
async function bodyOf({ req }: Exchange, viewer: Viewer | null): Promise<unknown> {
  const { value, bytes } = await readSizedJson(req, viewer ? MAX_PUBLISH_BYTES : MAX_ANONYMOUS_BODY_BYTES);
  if (bytes <= MAX_BODY_BYTES || onlyPublishes(queryOf(value))) return value;
  throw new BodyError(413, `The body is larger than ${MAX_BODY_BYTES.toLocaleString('en-GB')} bytes. Only documents of nothing but eventPublish and eventsPublish may be, up to ${MAX_PUBLISH_BYTES.toLocaleString('en-GB')}. Send it in parts; a payload that is too large by itself, as of a sample, has to become smaller.`);
}

function makeApollo({ schema, log }: GraphqlEndpointOptions): ApolloServer<GraphqlContext> {
  return new ApolloServer<GraphqlContext>({
    schema,
    introspection: true,
    csrfPrevention: true,
    stopOnTerminationSignals: false,
    includeStacktraceInErrorResponses: false,
    persistedQueries: false,
    parseOptions: { maxTokens: MAX_TOKENS },
    validationRules: [...OPERATION_LIMITS],
    formatError: keepOwnCode,
    logger: log,
    // With its plugin for caching, which wraps the resolver of every field, each operation costs more and nobody has more of it.
    plugins: [ApolloServerPluginCacheControlDisabled(), ApolloServerPluginLandingPageDisabled(), ApolloServerPluginUsageReportingDisabled(), presentErrors(log), guardIntrospection, meterCost, statusOfLegacyType],
  });
}

/** Logs what is our fault and hides it from the caller. */
const presentErrors = (log: Log): ApolloServerPlugin<GraphqlContext> => ({
  requestDidStart: async () => ({
    didEncounterErrors: async ({ errors, contextValue }) => {
      for (const error of errors.filter(isUnexpected)) {
        log.error({ err: error.originalError, requestId: contextValue.requestId, path: error.path?.join('.') }, 'a resolver failed');
      }
    },
    willSendResponse: async ({ response, contextValue }) => {
      if (response.body.kind !== 'single' || !response.body.singleResult.errors) return;
      response.body.singleResult.errors = response.body.singleResult.errors.map((error) => presentError(error, contextValue.requestId));
    },
  }),
});

/** Apollo gives every error of validation the same code; those of our limits have their own. */
function keepOwnCode(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const own = error instanceof GraphQLError && error.originalError instanceof GraphQLError ? error.originalError.extensions.code : undefined;
  return own === undefined ? formatted : { ...formatted, extensions: { ...formatted.extensions, code: own } };
}

/** Introspection is dear, and whoever is not signed in can read the schema as text. */
const guardIntrospection: ApolloServerPlugin<GraphqlContext> = {
  requestDidStart: async () => ({
    didResolveOperation: async ({ document, contextValue }) => {
      if (contextValue.viewer || !introspects(document)) return;
      const http = { status: 401, headers: new HeaderMap([['www-authenticate', 'Bearer']]) };
      throw new GraphQLError('Introspection needs a sign-in or an API key. Without them, read the schema at /schema.graphql.', {
        extensions: { code: 'UNAUTHENTICATED', http },
      });
    },
  }),
};

const CODES_OF_REFUSED_DOCUMENTS = new Set(['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'OPERATION_TOO_DEEP', 'BAD_USER_INPUT']);

/** GraphQL over HTTP, 6.4.1: under the older media type a well-formed request is answered with 200, whatever is wrong inside. */
const statusOfLegacyType: ApolloServerPlugin<GraphqlContext> = {
  requestDidStart: async () => ({
    willSendResponse: async ({ request, response }) => {
      if (response.http.status !== 400 || takesNewType(request.http?.headers.get('accept'))) return;
      const errors = response.body.kind === 'single' ? response.body.singleResult.errors : undefined;
      if (errors?.every(({ extensions }) => CODES_OF_REFUSED_DOCUMENTS.has(String(extensions?.code)))) response.http.status = 200;
    },
  }),
};

const takesNewType = (accept: string | undefined): boolean => /application\/graphql-response\+json/.test(accept ?? '');

/** Of an answer to a document that is refused before Apollo has it. */
const statusOf = ({ req }: Exchange): number => (takesNewType(req.headers.accept) ? 400 : 200);

/** Value of `Idempotency-Key`: a quoted string by the draft of its standard (draft-ietf-httpapi-idempotency-key-header), or the bare key as most send it. */
function keyOf(header: string | string[] | undefined): string | null {
  const value = Array.isArray(header) ? header.join(', ') : header;
  return value === undefined ? null : /^"(.*)"$/.exec(value)?.[1] ?? value;
}

function headersOf({ req }: Exchange): HeaderMap {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(req.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return headers;
}

/** Answers a request that did not get as far as GraphQL in the form that GraphQL clients understand. */
function refuse(exchange: Exchange, error: unknown): void {
  // What is left of the body is not read, so the connection cannot carry another request.
  const headers = { connection: 'close' };
  if (error instanceof BodyError) return sendErrors(exchange, error.status, error.message, 'BAD_REQUEST', headers);
  // Whoever hung up is told nothing.
  if (error instanceof GraphQLError && error.extensions.code === 'OPERATION_CANCELLED') return;
  if (error instanceof GraphQLError && error.extensions.code === 'OPERATION_TIMEOUT') return sendErrors(exchange, 504, error.message, 'OPERATION_TIMEOUT', {});
  if (!(error instanceof BadApiKeyError)) throw error;
  return sendErrors(exchange, 401, error.message, 'UNAUTHENTICATED', { ...headers, 'www-authenticate': 'Bearer' });
}

function sendErrors(exchange: Exchange, status: number, message: string, code: string, headers: Record<string, string>): void {
  sendJson(exchange, { errors: [{ message, extensions: { code } }] }, { status, headers: { ...headers, 'cache-control': 'no-store' } });
}
