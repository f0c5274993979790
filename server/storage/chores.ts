import { databaseNow } from './lanes.ts';
import { change } from './rows.ts';
import type { Store } from './store.ts';

/** Takes the next turn at a chore: true for one process in `turnMs`, also when the one before died in the middle of it. */
export function takeTurn(store: Store, chore: 'prune' | 'failure-rates' | 'webhook-health', turnMs: number): Promise<boolean> {
  return store.write(async (tx) => {
    const now = databaseNow(tx);
    return await change(tx, `UPDATE chore SET dueAt = ${now} + ? WHERE name = ? AND dueAt <= ${now}`, [turnMs, chore]) > 0;
  });
}
