import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENVIRONMENTS } from '../../server/domain/environments.ts';
import { newId } from '../../server/domain/ids.ts';
import { WebhookEvent } from '../../server/storage/entities/webhook-event.ts';
import type { Webhook } from '../../server/storage/entities/webhook.ts';
import type { Scope } from '../../server/storage/repositories/conditions.ts';
import { eventOrder, eventsOf, siftedByPayload } from '../../server/storage/repositories/events.ts';
import type { Connected } from '../../server/storage/pages.ts';
import { countSifted, readSifted } from '../../server/storage/sifted-pages.ts';
import { eachDatabase, openTestStore, type TestStore } from '../support/databases.ts';
import { eventRow, insertEvent, insertWebhook, NOON } from '../support/factories.ts';
import { idAt } from '../support/history.ts';

const body = (payload: string) => `{"eventId":"evt_1","payload":${payload}}`;

eachDatabase('a search in payloads', (kind) => {
  let test: TestStore;
  beforeAll(async () => {
    test = await openTestStore(kind);
  });
  afterAll(() => test.close());

  const scopeOf = ({ accountId }: Webhook): Scope => ({ accountId, environments: ENVIRONMENTS });
  const search = (webhook: Webhook, wanted: unknown) => siftedByPayload({ query: eventsOf(test.store, scopeOf(webhook)), hay: null }, wanted);

  /** All pages of a search, with the number of pages and the order asked for. */
  async function walk(webhook: Webhook, wanted: unknown, { size = 2, isBackward = false, sifted = search(webhook, wanted) } = {}) {
    const pages: string[][] = [];
    let cursor: string | null = null;
    for (;;) {
      const page: Connected<WebhookEvent> = await readSifted(sifted, eventOrder('ASC'), { size, isBackward, cursor });
      pages.push(page.rows.map(({ id }) => id));
      if (!await (isBackward ? page.hasPrevious() : page.hasNext())) return pages;
      cursor = isBackward ? page.startCursor : page.endCursor;
    }
  }

  describe('through few events', () => {
    let webhook: Webhook;
    const ids: string[] = [];
    beforeAll(async () => {
      webhook = await insertWebhook(test.store);
      for (const payload of ['{"tier":"gold"}', '{"tier":"basic"}', String.raw`{"tier":"gol\u0064","n":12345678901234567890}`, '{"tier":["gold"]}', '{"tier":"gold","more":{}}']) {
        ids.push((await insertEvent(test.store, webhook, { id: idAt('evt', NOON + ids.length), body: body(payload) })).id);
      }
      await insertEvent(test.store, webhook, { id: idAt('evt', NOON + 9), body: '' });
    });

    it('finds those that contain what is asked for, forward and backward', async () => {
      const gold = [ids[0], ids[2], ids[4]];
      expect((await walk(webhook, { tier: 'gold' })).flat()).toEqual(gold);
      expect((await walk(webhook, { tier: 'gold' }, { isBackward: true })).reverse().flat()).toEqual(gold);
    });

    it('looks at the payload and not at the rest of the body', async () => {
      expect((await walk(webhook, { eventId: 'evt_1' })).flat()).toEqual([]);
    });

    it('counts them', async () => {
      const sifted = search(webhook, { tier: 'gold' });
      expect(await countSifted(sifted, eventOrder('ASC'))).toEqual({ value: 3, isExact: true });
    });
  });

  it('ends a page where its budget ends, and goes on from there', async () => {
    const webhook = await insertWebhook(test.store);
    const [first, last] = [idAt('evt', NOON), idAt('evt', NOON + 9_999)];
    const rows = Array.from({ length: 1_800 }, (_, index) => eventRow({
      id: index === 0 ? first : index === 1_799 ? last : idAt('evt', NOON + index), accountId: webhook.accountId, idempotencyKey: newId('key'),
      body: body(index === 0 || index === 1_799 ? '{"tier":"gold"}' : '{"tier":"basic"}'),
    }));
    await test.store.write(async (tx) => {
      for (let at = 0; at < rows.length; at += 50) await tx.insert(WebhookEvent, rows.slice(at, at + 50));
    });
    expect(await walk(webhook, { tier: 'gold' }, { size: 10 })).toEqual([[first], [last]]);
    expect(await walk(webhook, { tier: 'gold' }, { size: 10, isBackward: true })).toEqual([[last], [first]]);
    const sifted = search(webhook, { tier: 'gold' });
    expect(await countSifted(sifted, eventOrder('ASC'))).toEqual({ value: 1, isExact: false });
  });

  it('looks for rare events among others in windows, and goes on from where these end', async () => {
    const webhook = await insertWebhook(test.store);
    const codes = ['license.created', 'license.expired', 'license.expired', 'license.created', 'license.expired', 'license.expired', 'license.expired', 'license.expired', 'license.created'];
    const ids = codes.map((_code, index) => idAt('evt', NOON + index));
    for (const [index, code] of codes.entries()) await insertEvent(test.store, webhook, { id: ids[index], code, body: body(index === 3 ? '{"tier":"basic"}' : '{"tier":"gold"}') });
    const hay = { query: eventsOf(test.store, scopeOf(webhook)), order: eventOrder('DESC'), index: null, windows: [2, 2] };
    const sifted = siftedByPayload({ query: eventsOf(test.store, scopeOf(webhook), { types: ['license.created'] }), hay }, { tier: 'gold' });
    expect(await walk(webhook, { tier: 'gold' }, { size: 10, sifted })).toEqual([[ids[0]], [], [ids[8]]]);
    expect(await walk(webhook, { tier: 'gold' }, { size: 10, sifted, isBackward: true })).toEqual([[ids[8]], [], [ids[0]]]);
    expect(await countSifted(sifted, eventOrder('ASC'))).toEqual({ value: 1, isExact: false });
  });
});
