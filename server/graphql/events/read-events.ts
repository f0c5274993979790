import { listedEvents, siftedByPayload } from '../../storage/repositories/events.ts';
import { viewerOf } from '../authorize.ts';
import type { GraphqlContext } from '../context.ts';
import { checkFilter, orBadInput, readLongConnection, readSiftedConnection } from '../page.type.ts';
import type { WebhookEventsArgs } from './webhook-event.input.ts';

/** A page of events. */
export async function readEvents(context: GraphqlContext, args: WebhookEventsArgs) {
  const { payloadContains = null, ...filter } = args.filter ?? {};
  const { order, ...listed } = await listedEvents(context.deps.store, viewerOf(context), checkFilter(filter), args.orderBy ?? {});
  if (payloadContains === null) return readLongConnection(listed, order, args);
  return orBadInput(async () => readSiftedConnection(siftedByPayload(listed, payloadContains), order, args));
}
