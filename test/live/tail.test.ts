import { expect, it } from 'vitest';
import { Hub } from '../../server/live/hub.ts';
import type { LogPosition } from '../../server/live/log-cursor.ts';
import { LogReaders, type LogQuestion } from '../../server/live/log-reader.ts';
import { MAX_LAG, type LogSource } from '../../server/live/log-source.ts';

interface Message { at: number; phase: string; items: readonly number[]; gap: { reason: string; count: number } | null }

/** A log of numbers in memory that counts how often it is read. */
class NumberLog implements LogSource<number, Message> {
  end = 0;
  pruned = 0;
  reads = 0;
  readonly hub = new Hub();
  readonly readers = new LogReaders<number, Message>(this.hub);

  extent = () => Promise.resolve({ end: new Map([[0, this.end]]), pruned: new Map([[0, this.pruned]]) });
  snapshot = () => Promise.resolve([]);
  writeCursor = (position: LogPosition) => String(placeIn(position));
  message = (position: LogPosition, content: { phase: string; items: readonly number[]; gap: Message['gap'] }): Message => ({ at: placeIn(position), ...content });

  read = (from: LogPosition, end: LogPosition) => {
    this.reads += 1;
    const [start, last] = [placeIn(from), Math.min(placeIn(end), placeIn(from) + 100)];
    const items = Array.from({ length: last - start }, (_, index) => start + index + 1).filter((number) => number > this.pruned);
    return Promise.resolve({ items, position: new Map([[0, last]]) });
  };

  grow(count: number): void {
    this.end += count;
    this.hub.announce();
  }

  follow(own: Partial<LogQuestion<number, Message>> & { heartbeatMs?: number; onLag?: 'SKIP' | 'CATCH_UP' } = {}): AsyncIterableIterator<Message> {
    const { heartbeatMs = 60_000, onLag = 'SKIP', ...question } = own;
    return this.readers.follow({ key: 'all', source: this, after: null, pace: { minIntervalMs: 1, onLag, heartbeatMs, lookEveryMs: 60_000 }, ...question });
  }
}

const placeIn = (position: LogPosition) => position.get(0) ?? 0;

async function readTo(reader: AsyncIterator<Message>, end: number): Promise<number[]> {
  const items: number[] = [];
  while (items.at(-1) !== end) {
    const { value } = await reader.next();
    items.push(...(value as Message).items);
  }
  return items;
}

const upTo = (end: number, from = 1) => Array.from({ length: end - from + 1 }, (_, index) => from + index);

it('reads once for a hundred who ask the same, and hands all of them the same message', async () => {
  const log = new NumberLog();
  const readers = Array.from({ length: 100 }, () => log.follow());
  for (const reader of readers) await reader.next();
  log.grow(1);
  await Promise.all(readers.map((reader) => readTo(reader, 1)));
  const before = log.reads;
  for (let tick = 2; tick <= 11; tick++) {
    const next = readers.map((reader) => reader.next());
    log.grow(1);
    const messages = await Promise.all(next);
    expect(new Set(messages.map(({ value }) => value as Message)).size).toBe(1);
  }
  expect(log.reads - before).toBe(10);
  await Promise.all(readers.map((reader) => reader.return!()));
});

it('gives everybody everything once, whenever they came and however slow they are', async () => {
  const log = new NumberLog();
  const quick = log.follow({ after: new Map() });
  const slow = log.follow({ after: new Map() });
  await slow.next();
  const all = readTo(quick, 900);
  for (let count = 0; count < 300; count++) {
    log.grow(3);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  expect(await all).toEqual(upTo(900));
  expect(await readTo(slow, 900)).toEqual(upTo(900));
  await Promise.all([quick.return!(), slow.return!()]);
});

it('skips what a reader is too far behind for and says so, or sends it all the same', async () => {
  const log = new NumberLog();
  log.end = MAX_LAG + 500;
  const skipping = log.follow({ after: new Map() });
  await skipping.next();
  expect((await skipping.next()).value).toMatchObject({ at: MAX_LAG + 500, gap: { reason: 'LAG', count: MAX_LAG + 500 } });
  const catchingUp = log.follow({ key: 'everything', after: new Map(), onLag: 'CATCH_UP' });
  expect(await readTo(catchingUp, MAX_LAG + 500)).toHaveLength(MAX_LAG + 500);
  await Promise.all([skipping.return!(), catchingUp.return!()]);
});

it('reports what was removed before a reader came to it', async () => {
  const log = new NumberLog();
  log.end = 50;
  log.pruned = 20;
  const reader = log.follow({ after: new Map([[0, 5]]) });
  await reader.next();
  expect((await reader.next()).value).toMatchObject({ gap: { reason: 'CURSOR_EXPIRED', count: 15 }, items: upTo(50, 21) });
  await reader.return!();
});

it('sends a heartbeat with its cursor when there is nothing to tell', async () => {
  const log = new NumberLog();
  log.end = 7;
  const reader = log.follow({ heartbeatMs: 5 });
  await reader.next();
  expect((await reader.next()).value).toMatchObject({ at: 7, items: [], gap: null });
  await reader.return!();
});

it('tells those who listen when the log cannot be read, and serves those who come again', async () => {
  const log = new NumberLog();
  const reader = log.follow();
  await reader.next();
  log.grow(1);
  await readTo(reader, 1);
  const { extent } = log;
  log.extent = () => Promise.reject(new Error('the database is away'));
  const failing = reader.next();
  log.grow(1);
  await expect(failing).rejects.toThrow('the database is away');
  log.extent = extent;
  const again = log.follow({ after: new Map([[0, 1]]) });
  expect(await readTo(again, 2)).toEqual([2]);
  await again.return!();
});
