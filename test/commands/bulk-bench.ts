import { estimateBulk } from '../../server/commands/bulk-estimate.ts';
import type { BulkScope } from '../../server/commands/bulk-scope.ts';
import { prepareStep, takeStep, type Step } from '../../server/commands/bulk-step.ts';
import { cancelDeliveries } from '../../server/commands/cancel-deliveries.ts';
import { replayDeliveries, type ReplayDeliveriesInput } from '../../server/commands/replay-deliveries.ts';
import type { BulkKind } from '../../server/domain/bulk-operation.ts';
import { BulkOperation, Replay } from '../../server/storage/entities/bulk-operation.ts';
import { Delivery } from '../../server/storage/entities/delivery.ts';
import type { WebhookEvent } from '../../server/storage/entities/webhook-event.ts';
import { Webhook } from '../../server/storage/entities/webhook.ts';
import type { DatabaseKind } from '../support/databases.ts';
import { insertDelivery, insertEvent, insertWebhook, NOON } from '../support/factories.ts';
import { OperationWorkers } from '../support/operations.ts';
import { openCommandBench, type CommandBench } from './command-bench.ts';

/** A delivery at rest since noon. */
export const ENDED = { leaseOwner: null, dueAt: null, nextAttemptAt: null, completedAt: NOON };

export const idsOf = (rows: readonly { id: string }[]): string[] => rows.map(({ id }) => id);

/** Bulk operations on a real database, begun and worked on; `webhook` is new for each test. */
export class BulkBench {
  readonly bench: CommandBench;
  readonly workers: OperationWorkers;
  webhook!: Webhook;
  #keys = 0;

  private constructor(bench: CommandBench) {
    this.bench = bench;
    this.workers = new OperationWorkers(bench.deps);
  }

  static async open(kind: DatabaseKind): Promise<BulkBench> {
    return new BulkBench(await openCommandBench(kind));
  }

  close(): Promise<void> {
    return this.bench.close();
  }

  /** Before each test: noon, no operations, another webhook. */
  async reset(): Promise<void> {
    this.bench.clock.set(NOON);
    await this.bench.deps.store.write((tx) => tx.createQueryBuilder().delete().from(BulkOperation).execute());
    this.webhook = await this.addWebhook();
  }

  async addWebhook(own: Partial<Webhook> = {}): Promise<Webhook> {
    const added = await insertWebhook(this.bench.deps.store, { accountId: this.bench.caller.accountId, ...own });
    this.bench.deps.directory.invalidate(this.bench.caller.accountId);
    return added;
  }

  async change(id: string, own: Partial<Webhook>): Promise<void> {
    await this.bench.deps.store.write((tx) => tx.update(Webhook, { id }, own as object));
    this.bench.deps.directory.invalidate(this.bench.caller.accountId);
  }

  async add(own: Partial<Delivery> = {}, to = this.webhook, event: Partial<WebhookEvent> = {}): Promise<Delivery> {
    return insertDelivery(this.bench.deps.store, to, await insertEvent(this.bench.deps.store, to, event), own);
  }

  async addFailed(count: number, to = this.webhook): Promise<Delivery[]> {
    const deliveries: Delivery[] = [];
    for (let index = 0; index < count; index++) deliveries.push(await this.add({ ...ENDED, status: 'FAILED', attemptCount: 10, policyStep: 10 }, to));
    return deliveries;
  }

  delivery(id: string): Promise<Delivery> {
    return this.bench.deps.store.reader.findOneByOrFail(Delivery, { id });
  }

  operation(id: string): Promise<BulkOperation> {
    return this.bench.deps.store.reader.findOneByOrFail(BulkOperation, { id });
  }

  replaysOf(operationId: string): Promise<Replay[]> {
    return this.bench.deps.store.reader.find(Replay, { where: { operationId }, order: { sourceId: 'ASC' } });
  }

  replay(scope: BulkScope, own: Partial<ReplayDeliveriesInput> = {}) {
    return replayDeliveries(this.bench.deps, this.bench.caller, { scope, onlyUnsuccessful: true, idempotencyKey: `key ${++this.#keys}`, ...own });
  }

  cancel(scope: BulkScope, own: { estimateToken?: string } = {}) {
    return cancelDeliveries(this.bench.deps, this.bench.caller, { scope, idempotencyKey: `key ${++this.#keys}`, ...own });
  }

  estimate(scope: BulkScope, kind: BulkKind = 'REPLAY') {
    return estimateBulk(this.bench.deps, this.bench.caller, { kind, scope });
  }

  async tokenFor(scope: BulkScope, kind: BulkKind = 'REPLAY'): Promise<string> {
    return (await this.estimate(scope, kind)).token;
  }

  async prepare(id: string, size = 200): Promise<Step> {
    const { store, directory } = this.bench.deps;
    return prepareStep(store, await this.operation(id), { webhooks: await directory.ofAccount(this.bench.caller.accountId), size });
  }

  take(step: Step): Promise<BulkOperation | null> {
    return this.bench.deps.store.write((tx) => takeStep(tx, step, this.bench.clock.now()));
  }

  async step(id: string, size = 200): Promise<BulkOperation | null> {
    return this.take(await this.prepare(id, size));
  }

  runToEnd(id: string, runner = this.workers.newRunner()): Promise<BulkOperation> {
    return this.workers.runToEnd(id, runner);
  }
}
