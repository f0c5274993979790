import type { LocationQuery } from 'vue-router';
import type { VariablesOf } from '../../graphql.ts';
import type { EnvironmentKey } from '../../lib/environments.ts';
import { SINCE_MS } from '../deliveries/delivery-filter.ts';
import type { EventsQuery } from './events.queries.ts';

export type EventFilter = NonNullable<VariablesOf<typeof EventsQuery>['filter']>;

/** Filters of the page beside the search and the environment; each is a name in the address. */
export type EventFilterName = 'type' | 'since' | 'kind';

export const KIND_CHOICES = [
  { label: 'Published', value: 'real' },
  { label: 'Test or sample', value: 'test' },
];

const IS_TEST: Record<string, boolean> = { real: false, test: true };

/** The values of the filters in an address, null for those that are not set. */
export function chosenFilters(query: LocationQuery): Record<EventFilterName, string | null> {
  const valueOf = (name: EventFilterName) => (typeof query[name] === 'string' && query[name] !== '' ? query[name] : null);
  return { type: valueOf('type'), since: valueOf('since'), kind: valueOf('kind') };
}

/** The server's filter for an address. Unknown words are left out. `now` in ms since epoch, for "the last hour". */
export function eventFilter(query: LocationQuery, environment: EnvironmentKey | null, now: number): EventFilter {
  const chosen = chosenFilters(query);
  const search = typeof query.search === 'string' ? query.search.trim() : '';
  const since = SINCE_MS[chosen.since ?? ''];
  const isTest = IS_TEST[chosen.kind ?? ''];
  return {
    ...(search && { search }),
    ...(environment && { environments: [environment] }),
    ...(chosen.type && { types: [chosen.type] }),
    ...(since && { occurred: { from: new Date(now - since).toISOString() } }),
    ...(isTest !== undefined && { isTest }),
  };
}
