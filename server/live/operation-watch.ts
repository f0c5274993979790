import { isOver } from '../domain/bulk-operation.ts';
import { SECOND_MS } from '../domain/time.ts';
import type { BulkOperation } from '../storage/entities/bulk-operation.ts';
import { findOperation, type OperationScope } from '../storage/repositories/bulk-operations.ts';
import type { Store } from '../storage/store.ts';
import type { Hub } from './hub.ts';
import { pause, stream } from './stream.ts';

const LOOK_EVERY_MS = SECOND_MS;
/** Changes that come sooner after each other share a message. */
const MIN_INTERVAL_MS = 200;

export interface OperationWatchOptions { scope: OperationScope; id: string }

/** Follows a bulk operation from what it is now until it is over. Ends at once when there is none that the caller may see. */
export function watchOperation({ store, hub }: { store: Store; hub: Hub }, { scope, id }: OperationWatchOptions): AsyncIterableIterator<BulkOperation> {
  return stream(async function* (signal) {
    let revision = 0;
    while (!signal.aborted) {
      const seen = hub.changes;
      const operation = await findOperation(store, scope, id);
      if (!operation) return;
      if (operation.revision > revision) {
        revision = operation.revision;
        yield operation;
      }
      if (isOver(operation.status)) return;
      await pause(MIN_INTERVAL_MS, signal);
      await hub.change(seen, LOOK_EVERY_MS, signal);
    }
  });
}
