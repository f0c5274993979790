import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { ENVIRONMENTS } from '../../server/domain/environments.ts';
import { newId } from '../../server/domain/ids.ts';
import { Webhook } from '../../server/storage/entities/webhook.ts';
import { BadCursorError, countUpTo, Page, type PageRequest } from '../../server/storage/pages.ts';
import type { Scope } from '../../server/storage/repositories/conditions.ts';
import { webhookOrder, webhooksOf } from '../../server/storage/repositories/webhooks.ts';
import { eachDatabase, openTestStore, type TestStore } from '../support/databases.ts';
import { insertWebhook } from '../support/factories.ts';

const byName = webhookOrder('NAME', 'ASC');

eachDatabase('pages', (kind) => {
  let test: TestStore;
  let scope: Scope;
  const add = (name: string) => insertWebhook(test.store, { accountId: scope.accountId, name });
  const read = (request: Partial<PageRequest> = {}, order = byName) =>
    Page.read(webhooksOf(test.store, scope), order, { size: 2, isBackward: false, cursor: null, ...request });
  const namesOf = (page: Page<Webhook>) => page.rows.map(({ name }) => name);

  beforeAll(async () => {
    test = await openTestStore(kind);
  });
  beforeEach(async () => {
    scope = { accountId: newId('acc'), environments: ENVIRONMENTS };
    for (const name of ['delta', 'Alpha', 'charlie', 'Bravo', 'echo']) await add(name);
  });
  afterAll(() => test.close());

  it('walks forward through all rows in the order, whatever the case of names', async () => {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Page<Webhook> = await read({ cursor });
      seen.push(...namesOf(page));
      cursor = await page.hasNext() ? page.cursorOf(page.rows.at(-1)!) : null;
    } while (cursor);
    expect(seen).toEqual(['Alpha', 'Bravo', 'charlie', 'delta', 'echo']);
  });

  it('walks backward through all rows, each page in the order of the list', async () => {
    const last = await read({ isBackward: true });
    const middle = await read({ isBackward: true, cursor: last.cursorOf(last.rows[0]!) });
    const first = await read({ isBackward: true, cursor: middle.cursorOf(middle.rows[0]!) });
    expect([first, middle, last].map(namesOf)).toEqual([['Alpha'], ['Bravo', 'charlie'], ['delta', 'echo']]);
    expect([await first.hasPrevious(), await middle.hasPrevious(), await last.hasNext()]).toEqual([false, true, false]);
  });

  it('neither repeats nor skips a row when others are added and removed between two pages', async () => {
    const first = await read();
    await add('aardvark');
    await test.store.write((tx) => tx.delete(Webhook, { accountId: scope.accountId, name: 'Bravo' }));
    const second = await read({ cursor: first.cursorOf(first.rows[1]!) });
    expect(namesOf(second)).toEqual(['charlie', 'delta']);
  });

  it('knows on a page behind a cursor that there are rows before it', async () => {
    const first = await read();
    const second = await read({ cursor: first.cursorOf(first.rows[1]!) });
    expect([await first.hasPrevious(), await second.hasPrevious()]).toEqual([false, true]);
  });

  it('knows on an empty page behind the last row that there are rows before it', async () => {
    const last = await read({ isBackward: true });
    const beyond = await read({ cursor: last.cursorOf(last.rows[1]!) });
    expect([beyond.rows, await beyond.hasNext(), await beyond.hasPrevious()]).toEqual([[], false, true]);
  });

  it('tells rows with the same name apart by id', async () => {
    await add('echo');
    const first = await read({ size: 5 });
    const second = await read({ size: 5, cursor: first.cursorOf(first.rows[4]!) });
    expect([...first.rows, ...second.rows].map(({ id }) => id)).toHaveLength(6);
    expect(new Set([...first.rows, ...second.rows].map(({ id }) => id)).size).toBe(6);
  });

  it.each(['', 'nonsense', Buffer.from('[]').toString('base64url'), Buffer.from('["webhooks by NAME ASC",{},1]').toString('base64url')])(
    'refuses the cursor "%s"',
    async (cursor) => {
      await expect(read({ cursor })).rejects.toBeInstanceOf(BadCursorError);
    },
  );

  it('refuses a cursor of another order', async () => {
    const page = await read({}, webhookOrder('CREATED_AT', 'DESC'));
    await expect(read({ cursor: page.cursorOf(page.rows[0]!) })).rejects.toBeInstanceOf(BadCursorError);
  });

  it('counts exactly up to the limit and says so when it stopped', async () => {
    const query = webhooksOf(test.store, scope);
    expect(await countUpTo(query, 5)).toEqual({ value: 5, isExact: true });
    expect(await countUpTo(query, 4)).toEqual({ value: 4, isExact: false });
  });
});
