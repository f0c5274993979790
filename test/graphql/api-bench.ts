import 'reflect-metadata';
import { graphql, parse, subscribe, type ExecutionResult, type GraphQLError, type GraphQLSchema } from 'graphql';
import { Doors } from '../../server/auth/doors.ts';
import type { Viewer } from '../../server/auth/viewer.ts';
import { ENVIRONMENTS, type EnvironmentKey } from '../../server/domain/environments.ts';
import { newId } from '../../server/domain/ids.ts';
import type { ApiScope, Role } from '../../server/domain/roles.ts';
import type { GraphqlContext } from '../../server/graphql/context.ts';
import { CostBudget } from '../../server/graphql/cost-budget.ts';
import { createLoaders } from '../../server/graphql/loaders.ts';
import { buildKeybellSchema } from '../../server/graphql/schema.ts';
import { AttemptLog } from '../../server/live/attempt-log.ts';
import { Hub } from '../../server/live/hub.ts';
import { WebhookLog } from '../../server/live/webhook-log.ts';
import { AttemptContent, DeliveryAttempt } from '../../server/storage/entities/delivery-attempt.ts';
import type { Delivery } from '../../server/storage/entities/delivery.ts';
import type { Store } from '../../server/storage/store.ts';
import { openCommandBench, type CommandBench } from '../commands/command-bench.ts';
import { NOON } from '../support/factories.ts';

/** An answer of the API. `Data` is what the test expects; nothing checks it. */
export interface Answer<Data> { data: Data | null; errors: readonly GraphQLError[]; codes: unknown[] }

/** The whole API without HTTP, on a real database: callers of any kind, each operation with its own loaders. */
export class ApiBench {
  readonly commands: CommandBench;
  readonly #schema: GraphQLSchema;
  #lastSeq = 0;

  private constructor(commands: CommandBench, schema: GraphQLSchema) {
    this.commands = commands;
    this.#schema = schema;
  }

  static async open(): Promise<ApiBench> {
    const [commands, schema] = await Promise.all([openCommandBench(), buildKeybellSchema()]);
    return new ApiBench(commands, schema);
  }

  get schema(): GraphQLSchema {
    return this.#schema;
  }

  get store(): Store {
    return this.commands.deps.store;
  }

  get accountId(): string {
    return this.commands.caller.accountId;
  }

  close(): Promise<void> {
    return this.commands.close();
  }

  member(role: Role): Viewer {
    const id = newId('mem');
    return {
      accountId: this.accountId, actorId: id, environments: ENVIRONMENTS, role, scopes: [], apiKeyId: null, sessionTokenHash: 'hash', sessionId: null, provenAt: this.commands.clock.now(), mustSetUpTwoFactor: false,
      member: { id, personId: newId('per'), name: 'Ada', email: 'ada@example.com' },
    };
  }

  key(scopes: readonly ApiScope[], environments: readonly EnvironmentKey[] = ENVIRONMENTS): Viewer {
    const id = newId('key');
    return { accountId: this.accountId, actorId: id, environments, role: 'VIEWER', scopes, apiKeyId: id, sessionTokenHash: null, sessionId: null, provenAt: null, mustSetUpTwoFactor: false, member: null };
  }

  stranger(): Viewer {
    return { ...this.member('SUPER_ADMIN'), accountId: newId('acc') };
  }

  /** The whole answer, errors included. */
  async ask<Data>(viewer: Viewer | null, source: string, variableValues: Record<string, unknown> = {}): Promise<Answer<Data>> {
    const { data, errors = [] } = await graphql({ schema: this.#schema, source, variableValues, contextValue: this.context(viewer) });
    return { data: data as Data | null, errors, codes: errors.map(({ extensions }) => extensions.code) };
  }

  /** A stream, or why there is none. */
  async follow(viewer: Viewer | null, source: string, variableValues: Record<string, unknown> = {}): Promise<AsyncGenerator<ExecutionResult> | ExecutionResult> {
    return await subscribe({ schema: this.#schema, document: parse(source), variableValues, contextValue: this.context(viewer) }) as AsyncGenerator<ExecutionResult> | ExecutionResult;
  }

  /** The data for somebody who may see everything; throws when there are errors. */
  async read<Data>(source: string, variables: Record<string, unknown> = {}, viewer: Viewer = this.member('SUPER_ADMIN')): Promise<Data> {
    const { data, errors } = await this.ask<Data>(viewer, source, variables);
    if (errors.length > 0 || !data) throw new Error(errors.map(({ message }) => message).join('; '));
    return data;
  }

  /** Stores an attempt of a delivery with its content. */
  async addAttempt(delivery: Delivery, own: Partial<DeliveryAttempt> = {}, content: Partial<AttemptContent> = {}): Promise<DeliveryAttempt> {
    const attempt = attemptRow(delivery, { seq: ++this.#lastSeq, ...own });
    await this.store.write(async (tx) => {
      await tx.insert(DeliveryAttempt, attempt);
      await tx.insert(AttemptContent, contentRow(attempt.id, content) as object);
    });
    return attempt;
  }

  /** Statements that the API sends to the database for reading while `work` runs. */
  async countReads(work: () => Promise<unknown>): Promise<number> {
    const runner = this.store.reader.connection.createQueryRunner();
    const query = runner.query.bind(runner);
    let count = 0;
    runner.query = (...args: Parameters<typeof query>) => {
      count += 1;
      return query(...args);
    };
    await work();
    runner.query = query;
    return count;
  }

  context(viewer: Viewer | null): GraphqlContext {
    const { deps, clock } = this.commands;
    return {
      viewer, deps, doors: new Doors({ store: deps.store, keyring: deps.keyring, clock: clock.now }), loaders: createLoaders(deps, viewer),
      live: new AttemptLog({ store: deps.store, hub: new Hub(), clock: clock.now }),
      webhookLog: new WebhookLog({ store: deps.store, hub: new Hub(), clock: clock.now }),
      budget: new CostBudget({ restoreRate: 1_000, clock: clock.now }),
      service: { version: '0.0.0', publicUrl: 'https://keybell.example', sourceAddresses: ['203.0.113.0/28'], canSendEmail: false },
      requestId: 'req_1', ip: '203.0.113.7', waiting: null, setSession: null,
    } as unknown as GraphqlContext;
  }
}

function attemptRow(delivery: Delivery, own: Partial<DeliveryAttempt>): DeliveryAttempt {
  const { accountId, id, eventId, webhookId, webhookName, url, environment, eventCode, trigger } = delivery;
  return {
    id: newId('att'), lane: 1, seq: 1, accountId, deliveryId: id, eventId, webhookId, webhookName, url, environment, eventCode, trigger,
    resourceId: 'lic_1', number: 1, kind: 'INITIAL', status: 'SUCCEEDED', startedAt: NOON, completedAt: NOON + 40, durationMs: 40,
    statusCode: 200, failureCode: null, ...own,
  };
}

function contentRow(attemptId: string, own: Partial<AttemptContent>): AttemptContent {
  return {
    attemptId, requestHeaders: [['Content-Type', 'application/json']], requestBody: null, requestBodySize: 2, signatures: {}, responseReason: 'OK',
    httpVersion: '1.1', responseHeaders: [['Content-Type', 'text/plain']], responseBody: Buffer.from('fine'), responseBodySize: 4,
    isResponseTruncated: false, failureMessage: null, failureDetail: null,
    timing: { queueMs: 1, dnsMs: null, connectMs: 2, tlsMs: 3, firstByteMs: 30, downloadMs: 4 }, worker: 'worker-1', remoteAddress: '93.184.216.34', ...own,
  };
}
