import type { DeliveryAttempt } from '../../storage/entities/delivery-attempt.ts';
import { UNLEASED, type Delivery } from '../../storage/entities/delivery.ts';
import { attemptOrder, attemptsOf, listedAttempts } from '../../storage/repositories/attempts.ts';
import { deliveryOrder, listedDeliveries, type DeliveryParent } from '../../storage/repositories/deliveries.ts';
import { viewerOf } from '../authorize.ts';
import type { GraphqlContext } from '../context.ts';
import type { Loaders } from '../loaders.ts';
import { checkFilter, readLongConnection, readNestedConnection, type PageArgs } from '../page.type.ts';
import type { DeliveriesArgs, DeliveryAttemptsArgs } from './delivery.input.ts';

/** A page of deliveries; `parent` holds them to one webhook or event, whatever the filter asks. */
export async function readDeliveries(context: GraphqlContext, args: DeliveriesArgs, parent?: DeliveryParent) {
  const listed = await listedDeliveries(context.deps.store, viewerOf(context), checkFilter(args.filter), parent);
  const reads = parent && context.loaders.lists;
  return readLongConnection({ ...listed, reads }, deliveryOrder(args.orderBy?.direction ?? 'DESC', args.orderBy?.field), args);
}

/** A page of attempts. */
export async function readAttempts(context: GraphqlContext, args: DeliveryAttemptsArgs) {
  const streamCursor = await logPosition(context);
  const listed = await listedAttempts(context.deps.store, viewerOf(context), checkFilter(args.filter));
  return { ...await readLongConnection(listed, attemptOrder(args.orderBy?.direction ?? 'DESC', args.orderBy?.field), args), streamCursor };
}

/** The attempts of one delivery, oldest first. */
export async function readAttemptsOf(context: GraphqlContext, deliveryId: string, page: PageArgs) {
  const streamCursor = await logPosition(context);
  const query = await attemptsOf(context.deps.store, viewerOf(context), { deliveryIds: [deliveryId] });
  return { ...await readNestedConnection(query, attemptOrder('ASC'), page, context.loaders.lists), streamCursor };
}

/** The attempt by hand that was asked for last; null until its result is known. */
export async function readManualAttempt(context: GraphqlContext, { id, isManualRequested, leaseOwner }: Delivery): Promise<DeliveryAttempt | null> {
  if (isManualRequested || (leaseOwner !== null && leaseOwner !== UNLEASED)) return null;
  const query = await attemptsOf(context.deps.store, viewerOf(context), { deliveryIds: [id], kinds: ['MANUAL'] });
  return query.orderBy('attempt.id', 'DESC').limit(1).getOne();
}

const positions = new WeakMap<Loaders, Promise<string>>();

/**
 * The end of the live log, taken before a page is read, so that whoever goes on from there misses nothing. Once a request is
 * enough: an earlier place is as safe, and a list of deliveries with their attempts would ask for it again with each of them.
 */
function logPosition({ loaders, live }: GraphqlContext): Promise<string> {
  const known = positions.get(loaders) ?? live.position();
  positions.set(loaders, known);
  return known;
}
