import { In, MoreThan, type EntityManager } from 'typeorm';
import { FailedTry } from '../entities/second-factor.ts';
import { dialectOfManager, run } from '../rows.ts';

/** Counts that are not over. */
export async function findFailures(manager: EntityManager, ids: readonly string[], now: number): Promise<FailedTry[]> {
  return manager.findBy(FailedTry, { id: In([...ids]), endsAt: MoreThan(now) });
}

/** Adds a failure; its row is held until the end of the transaction. A window that is over begins anew, and ends at `endsAt`. */
export async function addFailure(tx: EntityManager, id: string, { now, endsAt }: { now: number; endsAt: number }): Promise<void> {
  // MySQL sets one column after the other, so the end comes last.
  const renewed = `failures = CASE WHEN failed_try.endsAt <= ? THEN 1 ELSE failed_try.failures + 1 END,
    endsAt = CASE WHEN failed_try.endsAt <= ? THEN ? ELSE failed_try.endsAt END`;
  const conflict = dialectOfManager(tx) === 'sqlite' ? `ON CONFLICT (id) DO UPDATE SET ${renewed}` : `ON DUPLICATE KEY UPDATE ${renewed}`;
  await run(tx, `INSERT INTO failed_try (id, failures, endsAt) VALUES (?, 1, ?) ${conflict}`, [id, endsAt, now, now, endsAt]);
}

/** Takes back one failure, and leaves those of others. */
export async function takeBackFailure(tx: EntityManager, id: string): Promise<void> {
  await run(tx, 'UPDATE failed_try SET failures = failures - 1 WHERE id = ? AND failures > 0', [id]);
}

export async function forgetFailures(tx: EntityManager, id: string): Promise<void> {
  await tx.delete(FailedTry, { id });
}
