import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase, type DatabaseKind, type TestDatabase } from '../support/databases.ts';
import { ServerProcess, TEST_API_KEY } from '../support/server-process.ts';
import { until } from '../support/until.ts';
import { Actor } from './actor.ts';
import { check, type Verdict } from './checker.ts';
import { readLog, type Arrival, type PublisherLine } from './log-file.ts';
import { countWaiting, readRecords } from './records.ts';
import { SEED } from './seed.ts';

const SETTLE_MS = 90_000;
/** One receiver that works, one that often fails, one that is slow, so that some request is always under way. */
const TEMPERS = { '/steady': {}, '/failing': { failShare: 0.2 }, '/slow': { slowShare: 0.5, slowMs: 120 } };
const CREATE = `mutation($input: WebhookCreateInput!) { webhookCreate(input: $input) { signingSecret userErrors { message } } }`;

export interface WorldOptions {
  kind: DatabaseKind;
  /** Default: one of its own on the server of the run. */
  database?: TestDatabase;
  /** Where the servers reach the database, if not directly. */
  databaseUrl?: string;
  /** Processes on the database. */
  servers?: number;
  settings?: Record<string, string>;
  /** How the oracle behaves, by the path of a webhook. */
  tempers?: Record<string, object>;
  /** What its webhooks have besides. */
  webhook?: Record<string, unknown>;
  /** The clocks of the servers are not to be relied on: a signature is right whatever its time. */
  ignoresClock?: boolean;
}

export interface Load {
  /** Requests at once. */
  clients?: number;
  /** Between two requests of a client. */
  gapMs?: number;
  /** Share of events of almost a megabyte. */
  largeShare?: number;
}

/** Servers on one database, an oracle that they deliver to and publishers: all in processes of their own. */
export class World {
  readonly servers: ServerProcess[];
  readonly database: TestDatabase;
  readonly #folder: string;
  readonly #oracle: Actor;
  #publishers: Actor[] = [];
  #publisherCount = 0;

  private constructor(servers: ServerProcess[], { database, folder, oracle }: { database: TestDatabase; folder: string; oracle: Actor }) {
    this.servers = servers;
    this.database = database;
    this.#folder = folder;
    this.#oracle = oracle;
  }

  static async open({ kind, database, databaseUrl, servers: count = 1, settings = {}, tempers = TEMPERS, webhook = {}, ignoresClock = false }: WorldOptions): Promise<World> {
    const folder = await mkdtemp(join(tmpdir(), 'keybell-faults-'));
    const own = database ?? await createTestDatabase(kind);
    const reached = { ...own, url: databaseUrl ?? own.url };
    const servers: ServerProcess[] = [];
    for (let index = 0; index < count; index++) servers.push(await ServerProcess.start({ database: reached, settings }));
    const oracle = new Actor('oracle-process.js', [join(folder, 'oracle.log'), String(SEED)]);
    const { port } = await oracle.hear<{ port: number }>('port');
    const world = new World(servers, { database: own, folder, oracle });
    const secrets = await world.#createWebhooks(port, { paths: Object.keys(tempers), own: webhook });
    await oracle.ask({ tempers, secrets, ignoresClock }, 'isReady');
    return world;
  }

  /** The first server, which most scenarios strike. */
  get server(): ServerProcess {
    return this.servers[0]!;
  }

  publish({ clients = 4, gapMs = 5, largeShare = 0 }: Load = {}): void {
    const settings = {
      urls: this.servers.map((server) => server.baseUrl), apiKey: TEST_API_KEY, logFile: this.#publisherLog,
      seed: `${SEED}-${this.#publisherCount++}`, clients, gapMs, largeShare,
    };
    this.#publishers.push(new Actor('publisher-process.js', [JSON.stringify(settings)]));
  }

  /** Resolves when so many more events are acknowledged. */
  async untilAcknowledged(more: number): Promise<void> {
    const target = await this.#acknowledged() + more;
    await until(`${more} acknowledgements`, async () => await this.#acknowledged() >= target);
  }

  /** Waits until all that was begun is acknowledged. */
  async stopPublishing(): Promise<void> {
    await Promise.all(this.#publishers.map((publisher) => publisher.ask('stop', 'isDone')));
    await Promise.all(this.#publishers.splice(0).map((publisher) => publisher.end()));
  }

  /** Publishes no more, waits until every delivery has come to an end, and compares. What still waits afterwards is in the verdict. */
  async settle({ waitMs = SETTLE_MS } = {}): Promise<Verdict> {
    await this.stopPublishing();
    await until('the end of all deliveries', async () => await countWaiting(this.database.url) === 0, waitMs).catch(() => undefined);
    return check({
      published: this.published, arrivals: this.arrivals,
      records: await readRecords(this.database.url),
    });
  }

  async close(): Promise<void> {
    await Promise.all(this.#publishers.map((publisher) => publisher.end()));
    for (const server of this.servers) await server.kill();
    await this.#oracle.end();
    await this.database.remove();
    await rm(this.#folder, { recursive: true, force: true });
  }

  get published(): PublisherLine[] {
    return readLog<PublisherLine>(this.#publisherLog);
  }

  get arrivals(): Arrival[] {
    return readLog<Arrival>(join(this.#folder, 'oracle.log'));
  }

  get #publisherLog(): string {
    return join(this.#folder, 'publisher.log');
  }

  async #acknowledged(): Promise<number> {
    const answers = await Promise.all(this.#publishers.map((publisher) => publisher.ask<{ acknowledged: number }>('count', 'acknowledged')));
    return answers.reduce((sum, { acknowledged }) => sum + acknowledged, 0);
  }

  async #createWebhooks(port: number, { paths, own }: { paths: readonly string[]; own: object }): Promise<Record<string, string>> {
    const secrets: Record<string, string> = {};
    for (const path of paths) {
      const input = {
        name: `Oracle ${path}`, url: `http://127.0.0.1:${port}${path}`, environment: 'PRODUCTION', events: ['*'],
        retryPolicy: { backoff: { fixed: { delay: 'PT1S', maxAttempts: 25 } }, jitter: 0 }, ...own,
      };
      const { webhookCreate } = await this.server.api.graphql<{ webhookCreate: { signingSecret: string } }>(CREATE, { input });
      secrets[path] = webhookCreate.signingSecret;
    }
    return secrets;
  }
}
