import type { EntityManager } from 'typeorm';
import type { Store } from './store.ts';
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

/** Now by the clock of the database, ms since the epoch: the one clock that all processes share. */
const databaseNow = (tx: EntityManager) =>
  (dialectOfManager(tx) === 'sqlite' ? "CAST(unixepoch('subsec') * 1000 AS INTEGER)" : 'CAST(UNIX_TIMESTAMP(NOW(3)) * 1000 AS UNSIGNED)');

/** Takes the first free lane, or opens a new one. */
export function acquireLane(store: Store, owner: string): Promise<HeldLane> {
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

/** Moves the end of the lane; throws LaneLostError, and so rolls back, when the lane has another owner. */
export async function advance(tx: EntityManager, { lane, owner }: HeldLane, lastSeq: number): Promise<void> {
  if (await change(tx, 'UPDATE lane SET lastSeq = ? WHERE lane = ? AND owner = ?', [lastSeq, lane, owner]) === 0) throw new LaneLostError();
}

/** Leaves the lane to others; the process must hold no lease any more. */
export async function releaseLane(store: Store, { lane, owner }: HeldLane): Promise<void> {
  await store.write((tx) => change(tx, "UPDATE lane SET owner = '' WHERE lane = ? AND owner = ?", [lane, owner]));
}

/** Owners of lanes that have not shown themselves, or of all other lanes where no other process can be alive. */
export async function silentOwners(tx: EntityManager, self: string, { evenFresh }: { evenFresh: boolean }): Promise<string[]> {
  const rows = await tx.query(
    `SELECT owner FROM lane WHERE owner <> '' AND owner <> ? AND heartbeatAt < ${databaseNow(tx)} - ? ${lockClause(tx, 'FOR UPDATE SKIP LOCKED')}`,
    [self, evenFresh ? -DEAD_AFTER_MS : DEAD_AFTER_MS],
  ) as { owner: string }[];
  return rows.map((row) => row.owner);
}

export async function freeLaneOf(tx: EntityManager, owner: string): Promise<void> {
  await change(tx, "UPDATE lane SET owner = '' WHERE owner = ?", [owner]);
}
