import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { GraphQLSchema } from 'graphql';
import { version } from '../package.json';
import type { Base, Engine } from './app/base.ts';
import { contextMaker } from './app/context-maker.ts';
import { makeRouter } from './app/make-router.ts';
import { Neighbours } from './app/neighbours.ts';
import { makeWorkers } from './app/workers.ts';
import { Doors } from './auth/doors.ts';
import { makeFirstDoors } from './auth/first-start.ts';
import { UrlChecker } from './commands/check-url.ts';
import { loadCatalogue } from './commands/load-catalogue.ts';
import { PayloadSchemas } from './commands/payload-schemas.ts';
import type { PrepareRequest } from './commands/request-preview.ts';
import { Publisher } from './commands/publish-event.ts';
import { PublishQueue } from './commands/publish-queue.ts';
import type { Config } from './config.ts';
import { Dispatcher } from './dispatcher/dispatcher.ts';
import { previewRequest, type RequestDeps } from './dispatcher/prepare-request.ts';
import { WebhookClient } from './egress/webhook-client.ts';
import { buildKeybellSchema } from './graphql/schema.ts';
import { consoleBuildId } from './http/console.ts';
import { GraphqlEndpoint } from './http/graphql-endpoint.ts';
import { EventStreams } from './http/event-streams.ts';
import { OpenConnections } from './http/open-connections.ts';
import { HttpServer } from './http/server.ts';
import { GraphqlSockets } from './http/websocket.ts';
import { Lifecycle } from './lifecycle.ts';
import { Hub } from './live/hub.ts';
import { AccountKeys } from './storage/account-keys.ts';
import { dialectOf, sqlitePath } from './storage/data-source.ts';
import { Keyring } from './storage/encryption.ts';
import { EventCatalogue } from './storage/event-catalogue.ts';
import { DatabaseFileLock } from './storage/file-lock.ts';
import { noIntake } from './storage/leased-delivery.ts';
import { readMasterKeyFile } from './storage/master-key-file.ts';
import { Store } from './storage/store.ts';
import { WebhookDirectory } from './storage/webhook-directory.ts';
import type { Log } from './telemetry/log.ts';
import { Metrics } from './telemetry/metrics.ts';
import { watchDispatcher } from './telemetry/watch-dispatcher.ts';

const USER_AGENT = `Keybell/${version}`;

export interface AppOptions {
  readonly log: Log;
  /** Where the built console is. */
  readonly clientDirectory: string;
  /** False when another server hands requests in, as Vite does while developing. */
  readonly listens?: boolean;
  /** Ms since the epoch. */
  readonly clock?: () => number;
  readonly random?: () => number;
}

/** One process of Keybell: the only place that knows every part and how they hang together. */
export class App {
  /** One-time token for the first Super Admin; null when somebody can sign in already. */
  readonly setupToken: string | null;
  readonly server: HttpServer;
  readonly publicUrl: () => string;
  readonly #lifecycle: Lifecycle;
  #isStopping = false;

  private constructor(base: Base, parts: { engine: Engine; schema: GraphQLSchema; setupToken: string | null }, options: AppOptions) {
    const { engine, schema, setupToken } = parts;
    const doors = new Doors({ ...base, onChange: () => base.neighbours.tell({ kind: 'rights' }) });
    const makeContext = contextMaker(base, engine, doors);
    const endpoint = new GraphqlEndpoint({ schema, doors, makeContext, isHttps: isHttps(base.config), operationMs: base.config.operationMs, log: base.log });
    const isAllowedOrigin = originCheck(base.config);
    const buildId = consoleBuildId(options.clientDirectory);
    const listening = { schema, doors, makeContext, isAllowedOrigin, connections: new OpenConnections(base.config.connectionsPerCaller), log: base.log };
    const sockets = new GraphqlSockets({ ...listening, version, buildId });
    const streams = new EventStreams(listening);
    const router = makeRouter(base, { deps: engine.deps, doors, endpoint, streams, schema, clientDirectory: options.clientDirectory, isStopping: () => this.#isStopping });
    observe(base, engine, { sockets, streams });
    this.setupToken = setupToken;
    this.publicUrl = base.publicUrl;
    this.server = new HttpServer({ host: base.config.host, port: base.config.port, router, sockets, log: base.log, metrics: base.metrics });
    this.#lifecycle = makeLifecycle(base, { engine, doors, endpoint, sockets, streams, server: this.server, listens: options.listens ?? true });
  }

  /** Opens the database and makes what a first start needs; nothing runs yet. */
  static async open(config: Config, options: AppOptions): Promise<App> {
    const { log, clock = Date.now, random = Math.random } = options;
    const keyring = Keyring.parse(config.masterKeys ?? readMasterKeyFile(sqlitePath(config.databaseUrl)));
    const { store, close } = await openDatabase(config.databaseUrl);
    try {
      const publicUrl = (): string => config.publicUrl ?? urlOf(config.host, app.server.port);
      const setupToken = await makeFirstDoors({ store, keyring, clock, admin: config.admin, bootstrapApiKey: config.bootstrapApiKey });
      const neighbours = await Neighbours.meet({ redisUrl: config.redisUrl, store, log });
      const hubs = { hub: new Hub(), webhookHub: new Hub() };
      const base = { config, log, clock, random, store, closeDatabase: close, keyring, metrics: new Metrics(), ...hubs, neighbours, publicUrl };
      await loadCatalogue({ store, clock });
      const engine = makeEngine(base, await EventCatalogue.load(store));
      const app = new App(base, { engine, schema: await buildKeybellSchema(), setupToken }, options);
      return app;
    } catch (error) {
      await close();
      throw error;
    }
  }

  async start(): Promise<void> {
    await this.#lifecycle.start();
  }

  /** Takes nothing new, lets what runs end, closes the database. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    await this.#lifecycle.stop();
  }
}

/** Brings the schema up to date. A database file is held for this process alone, from before its migration until it is closed. */
async function openDatabase(url: string): Promise<{ store: Store; close: () => Promise<void> }> {
  const lock = dialectOf(url) === 'sqlite' ? new DatabaseFileLock(sqlitePath(url)) : null;
  await lock?.take();
  try {
    const store = await Store.open({ url });
    const close = async () => {
      await store.close();
      await lock?.release();
    };
    return { store, close };
  } catch (error) {
    await lock?.release();
    throw error;
  }
}

function makeEngine(base: Base, catalogue: EventCatalogue): Engine {
  const { config, store, keyring, clock, hub, webhookHub, neighbours, publicUrl } = base;
  const directory = new WebhookDirectory({ store, keyring, clock, onChange: (accountId) => {
    webhookHub.announce();
    neighbours.tell({ kind: 'webhooks', accountId });
  } });
  const client = new WebhookClient({ allowHttp: config.allowHttpTargets, allowCidrs: config.allowCidrs });
  const requests = { keys: new AccountKeys({ store, keyring, directory }), userAgent: USER_AGENT, publicUrl, clock };
  const announceChange = () => {
    hub.announce();
    neighbours.tell({ kind: 'outcomes' });
  };
  const dispatcher = config.dispatcherConcurrency > 0 ? makeDispatcher(base, { directory, client, requests, announceChange }) : null;
  const intake = neighbours.telling(dispatcher ?? noIntake);
  const queue = new PublishQueue({ store, directory, intake, clock, announceChange });
  const publisher = new Publisher({ catalogue, schemas: new PayloadSchemas(), queue, maxPayloadBytes: config.maxPayloadBytes, clock });
  const urlChecker = new UrlChecker({ settings: config, userAgent: USER_AGENT, clock });
  const prepareRequest: PrepareRequest = (delivery, webhook) => previewRequest(requests, delivery, webhook);
  const deps = { store, keyring, directory, catalogue, publisher, urlChecker, prepareRequest, intake, settings: config, clock, announceChange };
  return { deps, directory, client, dispatcher };
}

function makeDispatcher(
  { config, store, random, log, metrics }: Base,
  { directory, client, requests, announceChange }: { directory: WebhookDirectory; client: WebhookClient; requests: RequestDeps; announceChange: () => void },
): Dispatcher {
  const dispatcher = new Dispatcher({
    ...requests, store, directory, client, random,
    concurrency: config.dispatcherConcurrency,
    worker: `${hostname()}:${process.pid}`,
    newOwner: () => `prc_${randomUUID()}`,
  });
  dispatcher.announcer.on('recorded', announceChange);
  dispatcher.announcer.on('claimed', announceChange);
  watchDispatcher(dispatcher.announcer, { log, metrics });
  return dispatcher;
}

interface LivingParts { engine: Engine; doors: Doors; endpoint: GraphqlEndpoint; sockets: GraphqlSockets; streams: EventStreams; server: HttpServer; listens: boolean }

/**
 * In this order they start, and in the reverse they stop: first the doors close and what runs ends, then what both stand on, then the
 * database. The doors and all that runs stop side by side: the dispatcher claims nothing more from the first moment on, and what one of
 * them waits for, as the requests in flight, is not added to what another does.
 */
function makeLifecycle(base: Base, { engine, doors, endpoint, sockets, streams, server, listens }: LivingParts): Lifecycle {
  const { deps, directory, client, dispatcher } = engine;
  const nothing = () => undefined;
  const lifecycle = new Lifecycle();
  lifecycle.add({ name: 'database', start: nothing, stop: base.closeDatabase });
  if (listens) lifecycle.add({ name: 'port', start: () => server.listen(), stop: () => server.close() });
  lifecycle
    .add({ name: 'webhook directory', start: () => directory.start(), stop: () => directory.stop() })
    .add({ name: 'event catalogue', start: () => deps.catalogue.start(), stop: () => deps.catalogue.stop() })
    .add(base.neighbours.part({ ...base, directory, doors, intake: dispatcher ?? noIntake }))
    .add({ name: 'webhook client', start: nothing, stop: () => client.close() });
  const workers = makeWorkers(base, engine);
  if (dispatcher) workers.unshift({ name: 'dispatcher', start: () => dispatcher.start(), stop: () => dispatcher.stop() });
  const entrance = new Lifecycle()
    .add({ name: 'API keys', start: () => doors.apiKeys.start(), stop: () => doors.apiKeys.stop() })
    .add(endpoint)
    .add({ name: 'HTTP server', start: () => server.open(), stop: () => server.close() })
    .add(sockets, streams);
  return lifecycle.add(...workers, { name: 'entrance', start: () => entrance.start(), stop: () => entrance.stop() });
}

function observe({ metrics, neighbours }: Base, { dispatcher }: Engine, { sockets, streams }: { sockets: GraphqlSockets; streams: EventStreams }): void {
  metrics.observe('keybell_websocket_connections', 'Open GraphQL WebSockets.', () => sockets.size);
  metrics.observe('keybell_event_streams', 'Open streams of Server-Sent Events.', () => streams.size);
  metrics.observe('keybell_redis_up', '1 while Redis tells this process what others do; 0 while it is down or not used.', () => (neighbours.redis === 'ok' ? 1 : 0));
  metrics.observe('keybell_attempts_in_flight', 'Delivery attempts in flight in this process.', () => dispatcher?.load.inFlight ?? 0);
  metrics.observe('keybell_deliveries_held', 'Deliveries that this process has leased.', () => dispatcher?.load.held ?? 0);
}

const isHttps = ({ publicUrl }: Config) => publicUrl?.startsWith('https:') ?? false;

/** Pages of this server may connect, under whatever name they were reached, and those of the public address. */
function originCheck({ publicUrl }: Config) {
  return (origin: string, host: string): boolean => {
    try {
      return new URL(origin).host === host || (publicUrl !== null && origin === new URL(publicUrl).origin);
    } catch {
      return false;
    }
  };
}

function urlOf(host: string, port: number): string {
  const name = ['0.0.0.0', '::'].includes(host) ? 'localhost' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}
