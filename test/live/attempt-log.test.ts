import 'reflect-metadata';
import { LessThanOrEqual } from 'typeorm';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ENVIRONMENTS } from '../../server/domain/environments.ts';
import { AttemptLog, type AttemptBatch, type FollowOptions } from '../../server/live/attempt-log.ts';
import { readLogCursor } from '../../server/live/log-cursor.ts';
import { DeliveryAttempt } from '../../server/storage/entities/delivery-attempt.ts';
import { Lane } from '../../server/storage/entities/lane.ts';
import { eachDatabase, openTestStore, type TestStore } from '../support/databases.ts';
import { Engine } from '../support/engine.ts';
import { Receiver } from '../support/receiver.ts';

eachDatabase('attempt log', (kind) => {
  let database: TestStore;
  let receiver: Receiver;
  let engine: Engine;
  let log: AttemptLog;

  beforeEach(async () => {
    database = await openTestStore(kind);
    receiver = await Receiver.start();
    engine = await Engine.create(database.store);
    log = new AttemptLog({ store: engine.store, hub: engine.hub, clock: Date.now });
    await engine.dispatcher.start();
    await engine.addWebhook({ url: receiver.url(), eventPatterns: ['*'], signatureSchemes: ['HMAC_BODY'] });
  });

  afterEach(async () => {
    await engine.stop();
    await receiver.close();
    await database.close();
  });

  const follow = (own: Partial<FollowOptions> = {}) => log.follow({
    scope: { accountId: engine.account.id, environments: ENVIRONMENTS }, filter: {}, after: null, snapshot: 0, batchSize: 100, minIntervalMs: 50,
    onLag: 'SKIP', ...own,
  });

  async function take(batches: AsyncIterator<AttemptBatch>, attempts: number): Promise<AttemptBatch[]> {
    const taken: AttemptBatch[] = [];
    for (let count = 0; count < attempts;) {
      const { value } = await batches.next();
      taken.push(value as AttemptBatch);
      count += (value as AttemptBatch).attempts.length;
    }
    return taken;
  }

  const publishMany = (count: number) => Promise.all(Array.from({ length: count }, () => engine.publish()));
  const idsOf = (batches: AttemptBatch[]) => batches.flatMap((batch) => batch.attempts.map((attempt) => attempt.id));

  it('sends attempts as they are recorded, after a first message that tells the position', async () => {
    const batches = follow();
    const { value: first } = await batches.next();
    expect(first).toMatchObject({ phase: 'SNAPSHOT', attempts: [] });
    await publishMany(20);
    expect(new Set(idsOf(await take(batches, 20))).size).toBe(20);
    await batches.return!();
  });

  it('resumes after a cursor without losing or repeating anything', async () => {
    const before = await log.position();
    await publishMany(30);
    await take(follow({ after: readLogCursor(before) }), 30);
    const firstHalf = await take(follow({ after: readLogCursor(before), batchSize: 10 }), 10);
    const rest = await take(follow({ after: readLogCursor(firstHalf.at(-1)!.cursor) }), 20);
    expect(new Set([...idsOf(firstHalf), ...idsOf(rest)]).size).toBe(30);
  });

  it('begins with the newest attempts when asked, oldest first', async () => {
    const before = await log.position();
    await publishMany(5);
    await take(follow({ after: readLogCursor(before) }), 5);
    const { value } = await follow({ snapshot: 3 }).next();
    const ids = (value as AttemptBatch).attempts.map((attempt) => attempt.id);
    expect(ids).toHaveLength(3);
    expect(ids).toEqual([...ids].sort());
  });

  it('sends only what the filter lets through', async () => {
    const batches = follow({ filter: { statuses: ['FAILED'] } });
    await batches.next();
    receiver.respondInTurn({}, { status: 500 }, {});
    await publishMany(3);
    const [batch] = await take(batches, 1);
    expect(batch!.attempts).toEqual([expect.objectContaining({ status: 'FAILED', statusCode: 500 })]);
    await batches.return!();
  });

  it('shows nothing of another account', async () => {
    const before = readLogCursor(await log.position());
    const theirs = follow({ scope: { accountId: 'acc_other', environments: ENVIRONMENTS }, after: before });
    await theirs.next();
    const next = theirs.next();
    await publishMany(2);
    await take(follow({ after: before }), 2);
    await theirs.return!();
    expect(await next).toMatchObject({ done: true });
  });

  it('reports a cursor beyond its end, as after a restored backup, and goes on from there', async () => {
    const batches = follow({ after: new Map([[0, 9_999]]) });
    await batches.next();
    const { value } = await batches.next();
    expect(value).toMatchObject({ gap: { reason: 'CURSOR_EXPIRED' }, attempts: [] });
    await engine.publish();
    expect(idsOf(await take(batches, 1))).toHaveLength(1);
    await batches.return!();
  });

  it('reports what was removed after a cursor, also to a reader who wants everything, and goes on with what is left', async () => {
    const before = readLogCursor(await log.position());
    await publishMany(5);
    const [third] = (await take(follow({ after: before, batchSize: 1 }), 3)).slice(-1);
    const cut = readLogCursor(third!.cursor)!.get(0)!;
    await engine.store.write(async (tx) => {
      await tx.delete(DeliveryAttempt, { lane: 0, seq: LessThanOrEqual(cut) });
      await tx.update(Lane, { lane: 0 }, { prunedSeq: cut });
    });
    const batches = await take(follow({ after: before, onLag: 'CATCH_UP' }), 2);
    const gaps = batches.flatMap((batch) => batch.gap ?? []);
    expect(gaps).toEqual([expect.objectContaining({ reason: 'CURSOR_EXPIRED', count: 3 })]);
    expect(readLogCursor(gaps[0]!.to)!.get(0)).toBe(cut);
    expect(idsOf(batches)).toHaveLength(2);
    expect((await take(follow({ after: readLogCursor(gaps[0]!.to) }), 2)).every((batch) => batch.gap === null)).toBe(true);
  });

  it('refuses a cursor that no log can have', () => {
    for (const text of ['log:0.99999999999999999999', 'log:0', 'log:a.b', 'other']) {
      expect(readLogCursor(Buffer.from(text).toString('base64url'))).toBeNull();
    }
  });

  it('ends at once when its reader leaves', async () => {
    const batches = follow();
    await batches.next();
    const waiting = batches.next();
    await batches.return!();
    expect(await waiting).toEqual({ value: undefined, done: true });
  });
});
