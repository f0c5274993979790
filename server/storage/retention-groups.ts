import { IsNull, Not } from 'typeorm';
import { groupBy } from '../domain/group-by.ts';
import { effectiveRetention, type Retention } from '../domain/retention.ts';
import { WebhookSettings } from './entities/webhook-settings.ts';
import type { Store } from './store.ts';

/** Accounts that keep things equally long. */
export interface RetentionGroup {
  /** The same for the same retention. */
  readonly key: string;
  readonly retention: Retention;
  /** Whether an account belongs to it; null when all do. */
  readonly isOf: ((accountId: string) => boolean) | null;
}

/** All accounts by what holds for them; `standard` holds for those that chose nothing. */
export async function retentionGroups({ reader }: Pick<Store, 'reader'>, standard: Retention): Promise<RetentionGroup[]> {
  const chosen = await reader.findBy(WebhookSettings, [{ retentionMs: Not(IsNull()) }, { bodyRetentionMs: Not(IsNull()) }]);
  if (chosen.length === 0) return [{ key: keyOf(standard), retention: standard, isOf: null }];
  const withOwn = new Set(chosen.map(({ accountId }) => accountId));
  const own = [...groupBy(chosen, (settings) => keyOf(effectiveRetention(settings, standard)))].map(([key, settings]): RetentionGroup => {
    const accountIds = new Set(settings.map(({ accountId }) => accountId));
    return { key, retention: effectiveRetention(settings[0]!, standard), isOf: (accountId) => accountIds.has(accountId) };
  });
  return [{ key: `${keyOf(standard)} standard`, retention: standard, isOf: (accountId) => !withOwn.has(accountId) }, ...own];
}

const keyOf = ({ factsMs, bodiesMs }: Retention) => `${factsMs} ${bodiesMs}`;
