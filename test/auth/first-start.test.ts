import { expect, it } from 'vitest';
import { makeFirstDoors, type FirstStartOptions } from '../../server/auth/first-start.ts';
import { Keyring } from '../../server/storage/encryption.ts';
import { Account } from '../../server/storage/entities/account.ts';
import { ApiKey } from '../../server/storage/entities/api-key.ts';
import { Member } from '../../server/storage/entities/member.ts';
import { SigningKey } from '../../server/storage/entities/signing-key.ts';
import { Store } from '../../server/storage/store.ts';
import { createTestDatabase, eachDatabase, openTestStore } from '../support/databases.ts';

const keyring = Keyring.parse(Keyring.generate());
const admin = { email: 'admin@keybell.example', password: 'correct horse battery' };
const bootstrapApiKey = 'a-bootstrap-key-of-many-characters';
const optionsFor = (store: Store): FirstStartOptions => ({ store, keyring, clock: Date.now, admin, bootstrapApiKey });

eachDatabase('a first start', (kind) => {
  it('makes one of everything, though two processes start at once and again later', async () => {
    const database = await createTestDatabase(kind);
    const stores = [await Store.open({ url: database.url }), await Store.open({ url: database.url })];
    await Promise.all(stores.map((store) => makeFirstDoors(optionsFor(store))));
    await makeFirstDoors(optionsFor(stores[0]!));
    const counts = await Promise.all([Account, SigningKey, Member, ApiKey].map((entity) => stores[1]!.reader.count(entity)));
    await Promise.all(stores.map((store) => store.close()));
    await database.remove();
    expect(counts).toEqual([1, 1, 1, 1]);
  });

  it('stores neither the API key nor the private key in clear', async () => {
    const { store, close } = await openTestStore(kind);
    await makeFirstDoors(optionsFor(store));
    const rows = JSON.stringify([await store.reader.find(ApiKey), await store.reader.find(SigningKey)]);
    await close();
    expect(rows).not.toContain(bootstrapApiKey);
    expect(rows).not.toContain('PRIVATE KEY');
  });
});
