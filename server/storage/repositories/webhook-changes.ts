import { In, type SelectQueryBuilder } from 'typeorm';
import type { EnvironmentKey } from '../../domain/environments.ts';
import { WebhookChange, WebhookLogEnd } from '../entities/webhook-change.ts';
import type { Store } from '../store.ts';
import type { Scope } from './conditions.ts';

type Reader = Pick<Store, 'reader'>;

/** How far the log of an account goes, and up to where it may have been cut. */
export async function webhookLogEnd({ reader }: Reader, accountId: string): Promise<{ lastSeq: number; prunedSeq: number }> {
  return await reader.findOneBy(WebhookLogEnd, { accountId }) ?? { lastSeq: 0, prunedSeq: 0 };
}

/** Changes between two places of the log, `(after, upTo]`, of webhooks that are in the environments asked for or have just left them. */
export function findWebhookChanges(
  { reader }: Reader, { accountId, environments }: Scope, { after, upTo, asked, limit }: {
    after: number; upTo: number; asked?: readonly EnvironmentKey[] | null; limit: number;
  },
): Promise<WebhookChange[]> {
  const seen = asked?.length ? environments.filter((each) => asked.includes(each)) : [...environments];
  if (seen.length === 0) return Promise.resolve([]);
  const query: SelectQueryBuilder<WebhookChange> = reader.createQueryBuilder(WebhookChange, 'change')
    .where('change.accountId = :accountId AND change.seq > :after AND change.seq <= :upTo', { accountId, after, upTo })
    .andWhere([{ environment: In(seen) }, { formerEnvironment: In(seen) }]);
  return query.orderBy('change.seq', 'ASC').limit(limit).getMany();
}
