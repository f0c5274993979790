import 'reflect-metadata';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { retryDelivery } from '../../server/commands/retry-delivery.ts';
import { Pruner } from '../../server/dispatcher/pruner.ts';
import { DAY_MS } from '../../server/domain/time.ts';
import { Delivery, UNLEASED } from '../../server/storage/entities/delivery.ts';
import { WebhookEvent } from '../../server/storage/entities/webhook-event.ts';
import type { Webhook } from '../../server/storage/entities/webhook.ts';
import { eachDatabase } from '../support/databases.ts';
import { insertWebhook, NOON } from '../support/factories.ts';
import { insertStory } from '../support/history.ts';
import { openCommandBench, problemsOf, type CommandBench } from './command-bench.ts';

eachDatabase('a retry past retention', (kind) => {
  let bench: CommandBench;
  let webhook: Webhook;
  beforeEach(async () => {
    bench = await openCommandBench(kind);
    webhook = await insertWebhook(bench.deps.store, { accountId: bench.caller.accountId });
  });
  afterEach(() => bench.close());

  const prune = () => new Pruner({ store: bench.deps.store, retention: { factsMs: 30 * DAY_MS, bodiesMs: 14 * DAY_MS }, clock: bench.clock.now }).pass();
  const retry = (id: string) => retryDelivery(bench.deps, bench.caller, { id, resumeRetries: false });

  it('is refused when the body is gone, with what to do instead', async () => {
    const { delivery } = await insertStory(bench.deps.store, webhook, NOON - 20 * DAY_MS);
    await prune();
    expect(await problemsOf(retry(delivery.id))).toEqual([
      { code: 'CONTENT_EXPIRED', message: expect.stringMatching(/past its retention.*Publish a new event/), path: ['input', 'id'] },
    ]);
  });

  it('is refused when all of it is gone, and says that this happens', async () => {
    const { delivery } = await insertStory(bench.deps.store, webhook, NOON - 40 * DAY_MS);
    await prune();
    expect(await problemsOf(retry(delivery.id))).toMatchObject([{ code: 'NOT_FOUND', message: expect.stringContaining('retention') }]);
  });

  it('is either refused or has its body, when it is asked for in the moment of removal', async () => {
    const { store } = bench.deps;
    const stories = [];
    for (let count = 0; count < 30; count++) stories.push(await insertStory(store, webhook, NOON - 20 * DAY_MS + count));
    const [problems] = await Promise.all([Promise.all(stories.map(({ delivery }) => retry(delivery.id).then(() => [], () => ['refused']))), prune()]);
    for (const [index, { event, delivery }] of stories.entries()) {
      const isAsked = (await store.reader.findOneByOrFail(Delivery, { id: delivery.id })).leaseOwner === UNLEASED;
      const hasBody = (await store.reader.findOneByOrFail(WebhookEvent, { id: event.id })).body !== '';
      expect({ isAsked, hasBody }).toEqual({ isAsked: problems[index]!.length === 0, hasBody: isAsked });
    }
  });
});
