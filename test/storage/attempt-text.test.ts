import 'reflect-metadata';
import type { DataSource } from 'typeorm';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openDataSource } from '../../server/storage/data-source.ts';
import { AttemptContent } from '../../server/storage/entities/delivery-attempt.ts';
import { migrate } from '../../server/storage/migrate.ts';
import { AttemptText1764115200000 } from '../../server/storage/migrations/1764115200000-attempt-text.ts';
import { createTestDatabase, eachDatabase, type TestDatabase } from '../support/databases.ts';

const HEADERS = [['Content-Type', 'application/json'], ['webhook-id', 'evt_1'], ['X-Note', 'a: "b", ü [c]'], ['X-Empty', '']];
const SIGNATURES = [
  { scheme: 'HMAC_BODY', header: 'X-Webhook-Signature', value: 'sha256=00', keyId: 'sec_1 sec_2', signedPrefix: null },
  { scheme: 'STANDARD_WEBHOOKS', header: 'webhook-signature', value: 'v1,AA==', keyId: 'sec_1 sec_2', signedPrefix: 'evt_1.1.' },
  { scheme: 'RSA_ACCOUNT', header: 'N-Signature', value: 'AA==', keyId: 'sk_1', signedPrefix: null },
];
const KEY_IDS = { HMAC_BODY: 'sec_1 sec_2', STANDARD_WEBHOOKS: 'sec_1 sec_2', RSA_ACCOUNT: 'sk_1' };

eachDatabase('the content of attempts', (kind) => {
  let database: TestDatabase;
  let source: DataSource;
  beforeEach(async () => {
    database = await createTestDatabase(kind);
    source = await openDataSource(database.url);
    await migrate(source);
  });
  afterEach(async () => {
    await source.destroy();
    await database.remove();
  });

  /** Takes back this migration and those after it. */
  async function undo(): Promise<void> {
    const last = source.migrations.findIndex((migration) => migration instanceof AttemptText1764115200000);
    for (let count = source.migrations.length; count > last; count--) await source.undoLastMigration({ transaction: 'each' });
  }
  interface Stored { requestHeaders: string; responseHeaders: string | null; signatures: string }
  const OLD: Stored = { requestHeaders: JSON.stringify(HEADERS), responseHeaders: JSON.stringify([['server', 'nginx']]), signatures: JSON.stringify(SIGNATURES) };
  const LOST: Stored = { requestHeaders: '[]', responseHeaders: null, signatures: '[]' };
  const NEW: Stored = { requestHeaders: 'webhook-id: evt_2\nX-List: [1]\n', responseHeaders: '', signatures: '{"HMAC_BODY":"sec_3"}' };

  async function insert(attemptId: string, { requestHeaders, responseHeaders, signatures }: Stored): Promise<void> {
    await source.query(`INSERT INTO attempt_content (attemptId, requestHeaders, requestBodySize, signatures, responseHeaders, responseBodySize, isResponseTruncated, timing)
      VALUES (?, ?, 2, ?, ?, 0, 0, '{"queueMs":0}')`, [attemptId, requestHeaders, signatures, responseHeaders]);
  }
  const read = (attemptId: string) => source.manager.findOneByOrFail(AttemptContent, { attemptId });
  const raw = () => source.query('SELECT attemptId, requestHeaders, responseHeaders, signatures FROM attempt_content ORDER BY attemptId') as Promise<unknown[]>;

  it('of the first form can be read', async () => {
    await undo();
    await insert('att_1', OLD);
    await insert('att_2', LOST);
    await migrate(source);
    expect(await read('att_1')).toMatchObject({ requestHeaders: HEADERS, responseHeaders: [['server', 'nginx']], signatures: KEY_IDS });
    expect(await read('att_2')).toMatchObject({ requestHeaders: [], responseHeaders: null, signatures: {} });
  });

  it('of the present form stays as it is', async () => {
    await undo();
    await insert('att_1', NEW);
    await migrate(source);
    expect(await raw()).toEqual([{ attemptId: 'att_1', ...NEW }]);
  });

  it('is rewritten in any number, old and new side by side', async () => {
    await undo();
    const ids = Array.from({ length: 1_203 }, (_, index) => `att_${String(index).padStart(5, '0')}`);
    const runner = source.createQueryRunner();
    await runner.startTransaction();
    for (const [index, id] of ids.entries()) await insert(id, index % 3 === 0 ? NEW : OLD);
    await runner.commitTransaction();
    await runner.release();
    await migrate(source);
    const contents = await source.manager.find(AttemptContent, { order: { attemptId: 'ASC' } });
    expect(contents.map(({ signatures }) => signatures)).toEqual(ids.map((_, index) => (index % 3 === 0 ? { HMAC_BODY: 'sec_3' } : KEY_IDS)));
  });

  it('can be none at all', async () => {
    await undo();
    await migrate(source);
    expect(await raw()).toEqual([]);
  });

  it('can still be read when the migration is taken back', async () => {
    await undo();
    await insert('att_1', OLD);
    await migrate(source);
    const before = await raw();
    await undo();
    expect(await raw()).toEqual(before);
  });
});
