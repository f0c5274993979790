import { expect, it } from 'vitest';
import { createTestDatabase, eachDatabase, openTestStore } from './databases.ts';

eachDatabase('a test store', (kind) => {
  it('opens migrated and empty, and is gone afterwards', async () => {
    const { store, close } = await openTestStore(kind);
    const [row] = await store.reader.query('SELECT COUNT(*) AS n FROM webhook') as { n: number | string }[];
    expect(Number(row?.n)).toBe(0);
    await close();
  });

  it('shares nothing with another one', async () => {
    const [one, other] = await Promise.all([createTestDatabase(kind), createTestDatabase(kind)]);
    expect(one.url).not.toBe(other.url);
    await Promise.all([one.remove(), other.remove()]);
  });
});
