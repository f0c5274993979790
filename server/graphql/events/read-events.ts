import { countListed } from '../../storage/haystack.ts';
import { listedEvents, siftedByPayload } from '../../storage/repositories/events.ts';
import { countSifted } from '../../storage/sifted-pages.ts';
import { viewerOf } from '../authorize.ts';
import type { GraphqlContext } from '../context.ts';
import { checkFilter, orBadInput, readLongConnection, readSiftedConnection } from '../page.type.ts';
import type { WebhookEventsArgs } from './webhook-event.input.ts';

/** A page of events. */
export async function readEvents(context: GraphqlContext, args: WebhookEventsArgs) {
  const { payloadContains = null, ...filter } = args.filter ?? {};
  const { order, ...listed } = await listedEvents(context.deps.store, viewerOf(context), checkFilter(filter), args.orderBy ?? {});
  if (payloadContains === null) return { ...await readLongConnection(listed, order, args), count: () => countListed(listed) };
  return orBadInput(async () => {
    const sifted = siftedByPayload(listed.query, payloadContains);
    return { ...await readSiftedConnection(sifted, order, args), count: () => orBadInput(() => countSifted(sifted, order)) };
  });
}
