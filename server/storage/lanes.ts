import type { EntityManager } from 'typeorm';
import { isDuplicate, type Store } from './store.ts';
import { change, dialectOfManager, lockClause } from './rows.ts';

/** A process that has not shown itself for so long is dead, and others may take what it held. */
export const DEAD_AFTER_MS = 15_000;

/** Another process took this one for dead and its lane away: nothing may be written in its name any more. */
export class LaneLostError extends Error {
  constructor() {
    super('This process was taken for dead by another one; it starts anew under another identity.');
    this.name = 'LaneLostError';
  }
}

export interface HeldLane { lane: number; owner: string; lastSeq: number }

/** Now by the clock of the database, ms since the epoch: the one clock that all processes share. UTC, for NOW() repeats an hour each autumn. */
export const databaseNow = (tx: EntityManager) =>
  (dialectOfManager(tx) === 'sqlite' ? "CAST(unixepoch('subsec') * 1000 AS INTEGER)" : "TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(3)) DIV 1000");

/** Takes the first free lane, or opens a new one. */
export async function acquireLane(store: Store, owner: string): Promise<HeldLane> {
  for (;;) {
    try {
      return await tryLane(store, owner);
    } catch (error) {
      if (!isDuplicate(error)) throw error;
    }
  }
}

/** Fails as a duplicate when another process opens the same new lane at the same moment. */
function tryLane(store: Store, owner: string): Promise<HeldLane> {
  return store.write(async (tx) => {
    const lanes = await tx.query(`SELECT lane, owner, lastSeq FROM lane ORDER BY lane ${lockClause(tx, 'FOR UPDATE')}`) as HeldLane[];
    const free = lanes.find((lane) => lane.owner === '');
    const lane = free?.lane ?? lanes.length;
    if (free) await tx.query(`UPDATE lane SET owner = ?, heartbeatAt = ${databaseNow(tx)} WHERE lane = ?`, [owner, lane]);
    else await tx.query(`INSERT INTO lane (lane, owner, heartbeatAt, lastSeq) VALUES (?, ?, ${databaseNow(tx)}, 0)`, [lane, owner]);
    return { lane, owner, lastSeq: Number(free?.lastSeq ?? 0) };
  });
}

/** Shows that the process is alive; throws LaneLostError when it is too late. */
export function beat(store: Store, { lane, owner }: HeldLane): Promise<void> {
  return store.write(async (tx) => {
    if (await change(tx, `UPDATE lane SET heartbeatAt = ${databaseNow(tx)} WHERE lane = ? AND owner = ?`, [lane, owner]) === 0) {
      throw new LaneLostError();
    }
  });
}

/**
 * Moves the end of the lane from `from` to `to`. False when it stands there already: the transaction had been committed although
 * its answer was lost. Throws LaneLostError, and so rolls back, when the lane has another owner.
 */
export async function advance(tx: EntityManager, { lane, owner }: HeldLane, { from, to }: { from: number; to: number }): Promise<boolean> {
  if (await change(tx, 'UPDATE lane SET lastSeq = ? WHERE lane = ? AND owner = ? AND lastSeq = ?', [to, lane, owner, from]) > 0) return true;
  const [held] = await tx.query('SELECT lastSeq FROM lane WHERE lane = ? AND owner = ?', [lane, owner]) as { lastSeq: number }[];
  if (held && Number(held.lastSeq) === to && to > from) return false;
  throw new LaneLostError();
}

/** Where the lane ends in the database. Throws LaneLostError when it has another owner. */
export async function laneEnd(reader: EntityManager, { lane, owner }: HeldLane): Promise<number> {
  const [held] = await reader.query('SELECT lastSeq FROM lane WHERE lane = ? AND owner = ?', [lane, owner]) as { lastSeq: number }[];
  if (!held) throw new LaneLostError();
  return Number(held.lastSeq);
}

/** Leaves the lane to others, unless a lease is left: then whoever takes the lane over takes that too. */
export async function releaseLane(store: Store, { lane, owner }: HeldLane): Promise<void> {
  await store.write((tx) => change(tx, `UPDATE lane SET owner = '' WHERE lane = ? AND owner = ?
    AND NOT EXISTS (SELECT 1 FROM delivery WHERE leaseOwner = ?)`, [lane, owner, owner]));
}

/**
 * Owners of leases who will not come back: those of lanes that have not shown themselves (of all other lanes where no other
 * process can be alive), and those who have no lane any more, as after a commit that came too late.
 */
export async function silentOwners(tx: EntityManager, self: string, { evenFresh }: { evenFresh: boolean }): Promise<string[]> {
  const silence = evenFresh ? '' : `AND heartbeatAt < ${databaseNow(tx)} - ${DEAD_AFTER_MS}`;
  const silent = await tx.query(`SELECT owner FROM lane WHERE owner <> '' AND owner <> ? ${silence}`, [self]) as { owner: string }[];
  const orphaned = await tx.query(
    "SELECT DISTINCT leaseOwner AS owner FROM delivery WHERE leaseOwner > '' AND leaseOwner NOT IN (SELECT owner FROM lane)",
  ) as { owner: string }[];
  return [...silent, ...orphaned].map((row) => row.owner);
}

export async function freeLaneOf(tx: EntityManager, owner: string): Promise<void> {
  await change(tx, "UPDATE lane SET owner = '' WHERE owner = ?", [owner]);
}
