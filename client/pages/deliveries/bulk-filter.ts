import type { LocationQuery } from 'vue-router';
import type { VariablesOf } from '../../graphql.ts';
import type { EnvironmentKey } from '../../lib/environments.ts';
import type { MatchingDeliveriesQuery } from './deliveries.queries.ts';
import { attemptFilter, chosenFilters, valuesOf } from './delivery-filter.ts';

export type DeliveryFilter = NonNullable<VariablesOf<typeof MatchingDeliveriesQuery>['filter']>;
type DeliveryStatuses = NonNullable<DeliveryFilter['statuses']>;

/** Statuses of deliveries by the words of the address. `failed` asks for those whose newest attempt failed, whatever comes next. */
const STATUSES: Record<string, DeliveryStatuses> = {
  waiting: ['PENDING'], sending: ['IN_PROGRESS'], retrying: ['RETRYING'], succeeded: ['SUCCEEDED'], failed: ['RETRYING', 'FAILED'],
  gaveup: ['FAILED'], cancelled: ['CANCELLED'], skipped: ['SKIPPED'],
};

/** Words for the status of a delivery, in the order of its life. */
export const DELIVERY_STATUS_WORDS = ['waiting', 'sending', 'retrying', 'succeeded', 'gaveup', 'cancelled', 'skipped'] as const;

/** The status filter for rows of the other kind: what attempts call failed, deliveries call retrying or given up. */
export function statusForRows(status: string | null, isGrouped: boolean): string | null {
  const words = valuesOf(status).flatMap((word) => {
    if (isGrouped) return word === 'failed' ? ['retrying', 'gaveup'] : [word];
    return word === 'retrying' || word === 'gaveup' ? ['failed'] : word === 'succeeded' || word === 'failed' ? [word] : [];
  });
  return words.length > 0 ? [...new Set(words)].join(',') : null;
}

/** The deliveries that an address shows when attempts are folded into them. Kind and duration say nothing about a delivery and are left out. */
export function groupedFilter(query: LocationQuery, environment: EnvironmentKey | null, now: number): DeliveryFilter {
  const { kinds: _, durationMs: __, statuses: ___, started, ...same } = attemptFilter(query, environment, now);
  const statuses = [...new Set(valuesOf(chosenFilters(query).status).flatMap((word) => STATUSES[word] ?? []))];
  return { ...same, ...(statuses.length > 0 && { statuses }), ...(started && { created: started }) };
}

/**
 * The deliveries behind the attempts that an address shows, for "all that match". The page is about attempts and an operation about
 * deliveries: outcome and code are those of the newest attempt, and the time is that of the delivery. Null when a filter has no
 * meaning for deliveries.
 */
export function deliveryFilter(query: LocationQuery, environment: EnvironmentKey | null, now: number): DeliveryFilter | null {
  const { kinds, durationMs } = attemptFilter(query, environment, now);
  return kinds || durationMs ? null : groupedFilter(query, environment, now);
}
