import { afterEach, beforeEach, expect, it } from 'vitest';
import { builtInTypes, loadCatalogue } from '../../server/commands/load-catalogue.ts';
import { PayloadSchemas } from '../../server/commands/payload-schemas.ts';
import { EventType } from '../../server/storage/entities/event-type.ts';
import { EventCatalogue } from '../../server/storage/event-catalogue.ts';
import { TestClock } from '../support/clock.ts';
import { eachDatabase, openTestStore, type TestStore } from '../support/databases.ts';

eachDatabase('loadCatalogue', (kind) => {
  let test: TestStore;
  const clock = new TestClock();
  const load = () => loadCatalogue({ store: test.store, clock: clock.now });

  beforeEach(async () => {
    test = await openTestStore(kind);
  });
  afterEach(() => test.close());

  it('stores the 21 built-in types', async () => {
    expect(await load()).toBe(21);
    const catalogue = await EventCatalogue.load(test.store);
    expect(catalogue.all('acc_any')).toHaveLength(21);
    expect(catalogue.byCode('acc_any', 'license.activated')).toMatchObject({ groupKey: 'license', schemaVersion: '2026-01-01' });
    expect(catalogue.byCode('acc_any', 'license.invented')).toBeNull();
  });

  it('writes nothing at the next start', async () => {
    await load();
    expect(await load()).toBe(0);
  });

  it('mends a type that differs, under the same id', async () => {
    await load();
    const { id } = await test.store.reader.findOneByOrFail(EventType, { code: 'license.created' });
    await test.store.write((tx) => tx.update(EventType, { id }, { name: 'Something else' }));
    expect(await load()).toBe(1);
    expect(await test.store.reader.findOneByOrFail(EventType, { code: 'license.created' })).toMatchObject({ id, name: 'License created' });
  });

  it('prefers an account\'s own type to the built-in one of the same code', async () => {
    await load();
    const builtIn = await test.store.reader.findOneByOrFail(EventType, { code: 'license.created' });
    await test.store.write((tx) => tx.insert(EventType, { ...builtIn, id: 'evtype_own', accountId: 'acc_own', name: 'Ours' } as object));
    const catalogue = await EventCatalogue.load(test.store);
    expect(catalogue.byCode('acc_own', 'license.created')?.name).toBe('Ours');
    expect(catalogue.all('acc_own')).toHaveLength(21);
    expect(catalogue.byCode('acc_other', 'license.created')?.name).toBe('License created');
  });
});

it('makes every schema complete in itself, so that its examples can be checked', () => {
  const schemas = new PayloadSchemas();
  for (const { code, payloadSchema, examples } of builtInTypes()) {
    for (const { payload } of examples) expect(schemas.check(code, payloadSchema, payload)).toEqual([]);
  }
});
