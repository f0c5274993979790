import { IsNull, Not } from 'typeorm';
import { WebhookQueue } from '../entities/webhook.ts';
import type { Store } from '../store.ts';

export type Rest = Pick<WebhookQueue, 'webhookId' | 'circuitTrips'> & { restsUntil: number };

/** Webhooks to which nothing is to be sent just now, or whose rest is not over for good because their circuit is half open. */
export async function findRests({ reader }: Pick<Store, 'reader'>): Promise<Rest[]> {
  const queues = await reader.find(WebhookQueue, {
    select: { webhookId: true, circuitTrips: true, restsUntil: true }, where: { restsUntil: Not(IsNull()) },
  });
  return queues.map(({ webhookId, circuitTrips, restsUntil }) => ({ webhookId, circuitTrips, restsUntil: restsUntil ?? 0 }));
}
