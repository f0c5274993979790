import type { LocationQuery } from 'vue-router';
import type { VariablesOf } from '../../graphql.ts';
import type { EnvironmentKey } from '../../lib/environments.ts';
import type { MatchingDeliveriesQuery } from './deliveries.queries.ts';
import { attemptFilter, chosenFilters } from './delivery-filter.ts';

export type DeliveryFilter = NonNullable<VariablesOf<typeof MatchingDeliveriesQuery>['filter']>;

/** Statuses of deliveries whose newest attempt ended so. */
const STATUSES: Record<string, NonNullable<DeliveryFilter['statuses']>> = { succeeded: ['SUCCEEDED'], failed: ['RETRYING', 'FAILED'] };

/**
 * The deliveries behind the attempts that an address shows, for "all that match". The page is about attempts and an operation about
 * deliveries: outcome and code are those of the newest attempt, and the time is that of the delivery. Null when a filter has no
 * meaning for deliveries.
 */
export function deliveryFilter(query: LocationQuery, environment: EnvironmentKey | null, now: number): DeliveryFilter | null {
  const { kinds, statuses, started, ...same } = attemptFilter(query, environment, now);
  if (kinds) return null;
  const outcome = statuses && STATUSES[chosenFilters(query).status ?? ''];
  return { ...same, ...(outcome && { statuses: [...outcome] }), ...(started && { created: started }) };
}
