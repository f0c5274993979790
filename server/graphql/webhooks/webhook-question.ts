import { restorableSince } from '../../domain/restoring.ts';
import type { WebhookQuestion } from '../../live/webhook-log.ts';
import { checkFilter } from '../page.type.ts';
import type { WebhookFilter } from './webhook.input.ts';

/** What a filter of the API asks for, of a list and of its changes alike. */
export function webhookQuestion(filter: WebhookFilter | null | undefined, now: number): WebhookQuestion {
  const { includeDeleted, health, ...asked } = checkFilter(filter);
  return { filter: { ...asked, deletedSince: includeDeleted ? restorableSince(now) : null }, health: health?.length ? health : null };
}
