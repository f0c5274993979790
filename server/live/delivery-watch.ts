import { isFinal } from '../domain/delivery.ts';
import { SECOND_MS } from '../domain/time.ts';
import type { Delivery} from '../storage/entities/delivery.ts';
import { UNLEASED } from '../storage/entities/delivery.ts';
import type { Scope } from '../storage/repositories/conditions.ts';
import { findDeliveries } from '../storage/repositories/deliveries.ts';
import type { Store } from '../storage/store.ts';
import type { Hub } from './hub.ts';
import { stream } from './stream.ts';

const LOOK_EVERY_MS = SECOND_MS;

/** A delivery as it is now; the last message is final. */
export interface DeliveryNews { cursor: string; delivery: Delivery; isFinal: boolean }

export interface WatchOptions {
  scope: Scope;
  id: string;
  /** Only what is newer; 0 begins with the delivery as it is. */
  afterRevision: number;
}

/** Follows one delivery from `afterRevision` on until nothing is planned for it any more. Ends at once when there is no such delivery. */
export function watchDelivery(
  { store, hub }: { store: Store; hub: Hub }, { scope, id, afterRevision }: WatchOptions,
): AsyncIterableIterator<DeliveryNews> {
  return stream(async function* (signal) {
    let revision = afterRevision;
    while (!signal.aborted) {
      const seen = hub.changes;
      const [delivery] = await findDeliveries(store, scope, [id]);
      if (!delivery) return;
      const isOver = isFinal(delivery.status) && isAtRest(delivery);
      if (delivery.revision > revision || isOver) {
        revision = delivery.revision;
        yield { cursor: String(revision), delivery, isFinal: isOver };
      }
      if (isOver) return;
      await hub.change(seen, LOOK_EVERY_MS, signal);
    }
  });
}

/** No attempt runs and none was asked for. */
const isAtRest = (delivery: Delivery) => delivery.leaseOwner === null || (delivery.leaseOwner === UNLEASED && !delivery.isManualRequested);
