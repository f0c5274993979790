import { afterAll, beforeAll, expect, it } from 'vitest';
import { ENVIRONMENTS } from '../../server/domain/environments.ts';
import { WebhookEvent } from '../../server/storage/entities/webhook-event.ts';
import type { Webhook } from '../../server/storage/entities/webhook.ts';
import { Page } from '../../server/storage/pages.ts';
import { eventOrder, eventsOf } from '../../server/storage/repositories/events.ts';
import { eachDatabase, openTestStore, type TestStore } from '../support/databases.ts';
import { insertEvent, insertWebhook, NOON } from '../support/factories.ts';
import { idAt } from '../support/history.ts';

/** Few moments, so that many events share one. */
const MOMENTS = 5;
const EVENTS = 24;

/** Numbers that look random and are the same for a seed: a linear congruential generator (Numerical Recipes). */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

eachDatabase('pages over changing data', (kind) => {
  let test: TestStore;
  beforeAll(async () => { test = await openTestStore(kind); });
  afterAll(() => test.close());

  const add = (webhook: Webhook, roll: (sides: number) => number) => {
    const moment = NOON + roll(MOMENTS);
    return insertEvent(test.store, webhook, { id: idAt('evt', moment), occurredAt: NOON + roll(MOMENTS) });
  };

  /** Walks through a list page by page while events come and go; returns what was met, and what was there all the time. */
  async function walk(seed: number, { field, isBackward }: { field: 'PUBLISHED_AT' | 'OCCURRED_AT'; isBackward: boolean }) {
    const roll = dice(seed);
    const webhook = await insertWebhook(test.store);
    const lasting = new Set<string>();
    for (let count = 0; count < EVENTS; count++) lasting.add((await add(webhook, roll)).id);
    const query = eventsOf(test.store, { accountId: webhook.accountId, environments: ENVIRONMENTS });
    const order = eventOrder(roll(2) === 0 ? 'ASC' : 'DESC', field);
    const met: string[] = [];
    let cursor: string | null = null;
    for (;;) {
      const page: Page<WebhookEvent> = await Page.read(query, order, { size: 1 + roll(5), isBackward, cursor });
      if (isBackward) met.unshift(...page.rows.map(({ id }) => id));
      else met.push(...page.rows.map(({ id }) => id));
      if (!await (isBackward ? page.hasPrevious() : page.hasNext())) return { met, lasting };
      cursor = isBackward ? page.startCursor : page.endCursor;
      await add(webhook, roll);
      const gone = [...lasting][roll(lasting.size)]!;
      lasting.delete(gone);
      await test.store.write((tx) => tx.delete(WebhookEvent, { id: gone }));
    }
  }

  it.each([
    ['PUBLISHED_AT', false], ['PUBLISHED_AT', true], ['OCCURRED_AT', false], ['OCCURRED_AT', true],
  ] as const)('by %s (backward: %s) have each event that stays once, and none twice', async (field, isBackward) => {
    for (let seed = 1; seed <= 6; seed++) {
      const { met, lasting } = await walk(seed, { field, isBackward });
      expect([seed, met.length - new Set(met).size, [...lasting].filter((id) => !met.includes(id))]).toEqual([seed, 0, []]);
    }
  });
});
