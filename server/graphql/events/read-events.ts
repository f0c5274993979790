import { countUpTo } from '../../storage/pages.ts';
import { eventOrder, eventsOf, siftedByPayload } from '../../storage/repositories/events.ts';
import { countSifted } from '../../storage/sifted-pages.ts';
import { viewerOf } from '../authorize.ts';
import type { GraphqlContext } from '../context.ts';
import { checkFilter, orBadInput, readConnection } from '../page.type.ts';
import type { WebhookEventsArgs } from './webhook-event.input.ts';

/** A page of events. */
export async function readEvents(context: GraphqlContext, args: WebhookEventsArgs) {
  const { payloadContains = null, ...filter } = args.filter ?? {};
  const query = eventsOf(context.deps.store, viewerOf(context), checkFilter(filter));
  const order = eventOrder(args.orderBy?.direction ?? 'DESC', args.orderBy?.field);
  if (payloadContains === null) return { ...await readConnection(query, order, args), count: () => countUpTo(query) };
  return orBadInput(async () => {
    const sifted = siftedByPayload(query, payloadContains);
    return { ...await readConnection(sifted.query, order, args, sifted.sieve), count: () => orBadInput(() => countSifted(sifted.query, order, sifted.sieve)) };
  });
}
