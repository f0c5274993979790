import type { LocationQuery } from 'vue-router';
import type { SchemaEnum, VariablesOf } from '../../graphql.ts';
import type { EnvironmentKey } from '../../lib/environments.ts';
import type { WebhooksQuery } from './webhooks.queries.ts';

export type ListFilter = NonNullable<VariablesOf<typeof WebhooksQuery>['filter']>;
export type HealthState = SchemaEnum<'HealthState'>;

/** Tabs of the list, by the value of `?status=`. */
export const LIST_TABS = ['all', 'active', 'inactive', 'failing'] as const;
export type ListTab = (typeof LIST_TABS)[number];

export const HEALTH_SLUGS: Record<string, HealthState> = { healthy: 'HEALTHY', degraded: 'DEGRADED', failing: 'FAILING', idle: 'IDLE' };

const textOf = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null);

export const tabOfList = (query: LocationQuery): ListTab => LIST_TABS.find((tab) => tab === query.status) ?? 'all';
export const healthSlugOf = (query: LocationQuery): string | null => (Object.hasOwn(HEALTH_SLUGS, String(query.health)) ? textOf(query.health) : null);
export const eventOf = (query: LocationQuery): string | null => textOf(query.event);

/** What holds on every tab: search, environment, health and event. */
function sharedFilter(query: LocationQuery, environment: EnvironmentKey | null): ListFilter {
  const health = HEALTH_SLUGS[healthSlugOf(query) ?? ''];
  const event = eventOf(query);
  return {
    search: textOf(query.q),
    environments: environment && [environment],
    health: health ? [health] : null,
    eventTypes: event === null ? null : [event],
  };
}

function tabFilter(tab: ListTab, shared: ListFilter): ListFilter {
  switch (tab) {
    case 'active': return { ...shared, statuses: ['ACTIVE'] };
    case 'inactive': return { ...shared, statuses: ['INACTIVE'] };
    case 'failing': return { ...shared, statuses: ['ACTIVE'], health: ['FAILING'] };
    default: return shared;
  }
}

/** Filters of the rows, and of the counts on the tabs. */
export function listFilters(query: LocationQuery, environment: EnvironmentKey | null): { rows: ListFilter; counts: ListFilter; failing: ListFilter } {
  const shared = sharedFilter(query, environment);
  return { rows: tabFilter(tabOfList(query), shared), counts: shared, failing: tabFilter('failing', shared) };
}
