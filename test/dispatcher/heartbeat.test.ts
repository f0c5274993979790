import 'reflect-metadata';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Announcer } from '../../server/dispatcher/events.ts';
import { Heartbeat } from '../../server/dispatcher/heartbeat.ts';
import { OutcomeWriter } from '../../server/dispatcher/outcome-writer.ts';
import { Lane } from '../../server/storage/entities/lane.ts';
import { acquireLane, type HeldLane } from '../../server/storage/lanes.ts';
import { eachDatabase, openTestStore, type TestStore } from '../support/databases.ts';
import { Engine } from '../support/engine.ts';

const TURN_MS = 3_000;
const BEATING = 'showing that this process is alive';
const TAKING_OVER = 'taking over from the dead';

eachDatabase('the heartbeat', (kind) => {
  const isShared = kind !== 'sqlite';
  let database: TestStore;
  let engine: Engine;
  let lane: HeldLane;
  let heartbeat: Heartbeat;
  let takesOver: boolean;
  /** What is under way, and how often each thing was begun. */
  let underWay: string[];
  let begun: Record<string, number>;

  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    database = await openTestStore(kind);
    engine = await Engine.create(database.store);
    lane = await acquireLane(database.store, 'prc_us');
    [underWay, begun, takesOver] = [[], {}, true];
    heartbeat = newHeartbeat();
  });
  afterEach(async () => {
    await heartbeat.stop();
    await database.close();
    vi.useRealTimers();
  });

  const watched = async (doing: string, work: () => Promise<void>) => {
    expect(underWay).not.toContain(doing);
    underWay.push(doing);
    begun[doing] = (begun[doing] ?? 0) + 1;
    await work().finally(() => underWay.splice(underWay.indexOf(doing), 1));
  };
  function newHeartbeat(): Heartbeat {
    const { store } = database;
    const announcer = new Announcer();
    return new Heartbeat({
      store, directory: engine.directory, lane, writer: new OutcomeWriter({ store, lane, announcer, random: () => 0, onStandings: () => undefined }),
      leases: new Set(), announcer, clock: Date.now, random: () => 0, takesOver: () => takesOver, onDue: () => undefined, guarded: watched, insist: watched,
    });
  }

  const turns = (count: number) => vi.advanceTimersByTime(count * TURN_MS);
  const ended = (doing: string) => vi.waitFor(() => expect(underWay).not.toContain(doing));
  const stored = (number: number) => database.store.reader.findOneByOrFail(Lane, { lane: number });

  async function deadLane(): Promise<number> {
    const { lane: dead } = await acquireLane(database.store, 'prc_dead');
    await database.store.write((tx) => tx.update(Lane, { lane: dead }, { heartbeatAt: 1 }));
    return dead;
  }
  /** Keeps a lane from being written; returns what lets go of it. */
  async function block(number: number): Promise<() => Promise<void>> {
    let release!: () => void;
    const isReleased = new Promise<void>((resolve) => { release = resolve; });
    let transaction!: Promise<void>;
    await new Promise<void>((resolve) => {
      transaction = database.store.write(async (tx) => {
        await tx.update(Lane, { lane: number }, { heartbeatAt: 1 });
        resolve();
        await isReleased;
      });
    });
    return () => {
      release();
      return transaction;
    };
  }

  it('takes over from the dead when it starts', async () => {
    const dead = await deadLane();
    heartbeat.start();
    await ended(TAKING_OVER);
    expect(await stored(dead)).toMatchObject({ owner: '' });
  });

  it('takes over from nobody when the process is about to end', async () => {
    const dead = await deadLane();
    takesOver = false;
    heartbeat.start();
    await heartbeat.stop();
    expect(await stored(dead)).toMatchObject({ owner: 'prc_dead' });
  });

  it.runIf(isShared)('goes on while a take-over lasts long', async () => {
    const release = await block(await deadLane());
    heartbeat.start();
    for (let beats = 1; beats <= 3; beats++) {
      await database.store.write((tx) => tx.update(Lane, { lane: lane.lane }, { heartbeatAt: 1 }));
      turns(1);
      await vi.waitFor(async () => expect(Number((await stored(lane.lane)).heartbeatAt)).toBeGreaterThan(1));
      await ended(BEATING);
    }
    expect(underWay).toEqual([TAKING_OVER]);
    await release();
  });

  it.runIf(isShared)('never begins a beat while the one before has not ended', async () => {
    heartbeat.start();
    await ended(TAKING_OVER);
    const release = await block(lane.lane);
    turns(4);
    expect(begun[BEATING]).toBe(1);
    await release();
    await ended(BEATING);
    turns(1);
    expect(begun[BEATING]).toBe(2);
  });

  it.runIf(isShared)('never begins to take over while it still does', async () => {
    heartbeat.start();
    await ended(TAKING_OVER);
    const release = await block(await deadLane());
    turns(4);
    expect(begun[TAKING_OVER]).toBe(2);
    await release();
    await ended(TAKING_OVER);
    turns(1);
    expect(begun[TAKING_OVER]).toBe(3);
  });

  it.runIf(isShared)('waits for what is under way when it is stopped, and begins nothing after', async () => {
    heartbeat.start();
    await ended(TAKING_OVER);
    const release = await block(lane.lane);
    turns(1);
    let isStopped = false;
    const stopping = heartbeat.stop().then(() => { isStopped = true; });
    await stored(lane.lane);
    expect(isStopped).toBe(false);
    await release();
    await stopping;
    expect(underWay).toEqual([]);
    turns(2);
    expect(begun).toEqual({ [BEATING]: 1, [TAKING_OVER]: 2 });
  });
});
