import type { EntityManager } from 'typeorm';
import { DAY_LIFETIME_MS, FINE_LIFETIME_MS, FINE_MS, floorTo, HOUR_LIFETIME_MS } from '../domain/stats-range.ts';
import { DAY_MS, HOUR_MS } from '../domain/time.ts';
import { run } from './rows.ts';
import { addingUp, ATTEMPT_STAT, EVENT_TYPE_STAT, type StatTable } from './stat-rows.ts';

/** Removed somewhat later than they are no longer read. */
const SLACK_MS = DAY_MS;

/** Counts of one width that came of age; hours become part of their day. */
const AGES = [
  { width: FINE_MS, lifetimeMs: FINE_LIFETIME_MS, becomes: null },
  { width: HOUR_MS, lifetimeMs: HOUR_LIFETIME_MS, becomes: DAY_MS },
  { width: DAY_MS, lifetimeMs: DAY_LIFETIME_MS, becomes: null },
] as const;

/** Removes the counts that begin at one moment, of each table and width of which some are too old. Returns how many such moments there were: call until 0. */
export async function ageStats(tx: EntityManager, now: number): Promise<number> {
  let count = 0;
  for (const table of [ATTEMPT_STAT, EVENT_TYPE_STAT]) {
    for (const { width, lifetimeMs, becomes } of AGES) {
      const [oldest] = await tx.query(`SELECT MIN(start) AS start FROM ${table.name} WHERE width = ${width}`) as { start: number | string | null }[];
      if (oldest?.start == null || Number(oldest.start) >= now - lifetimeMs - SLACK_MS) continue;
      if (becomes !== null) await widen(tx, table, { width, start: Number(oldest.start), becomes });
      await run(tx, `DELETE FROM ${table.name} WHERE width = ? AND start = ?`, [width, Number(oldest.start)]);
      count += 1;
    }
  }
  return count;
}

async function widen(tx: EntityManager, table: StatTable, { width, start, becomes }: { width: number; start: number; becomes: number }): Promise<void> {
  const columns = [...table.key, ...table.counts];
  const values = columns.map((name) => (name === 'width' ? String(becomes) : name === 'start' ? String(floorTo(start, becomes)) : `old.${name}`));
  await run(tx, `INSERT INTO ${table.name} (${columns.join(', ')})
    SELECT ${values.join(', ')} FROM ${table.name} AS old WHERE old.width = ? AND old.start = ? ${addingUp(tx, table)}`, [width, start]);
}
