import type { LocationQuery } from 'vue-router';
import type { SchemaEnum, VariablesOf } from '../../graphql.ts';
import type { EnvironmentKey } from '../../lib/environments.ts';
import type { DeliveryAttemptsQuery } from './deliveries.queries.ts';

export type AttemptFilter = NonNullable<VariablesOf<typeof DeliveryAttemptsQuery>['filter']>;

/** Filters of the page beside the search and the environment; each is a name in the address. */
export type FilterName = 'status' | 'type' | 'webhook' | 'code' | 'kind' | 'since';

export const STATUS_CHOICES = [
  { label: 'Succeeded', value: 'succeeded' },
  { label: 'Failed', value: 'failed' },
];

export const CODE_CHOICES = [
  { label: '2xx', value: '2xx' },
  { label: '3xx', value: '3xx' },
  { label: '4xx', value: '4xx' },
  { label: '5xx', value: '5xx' },
  { label: 'No response', value: 'none' },
];

export const KIND_CHOICES = [
  { label: 'First attempt', value: 'initial' },
  { label: 'Retry', value: 'retry' },
  { label: 'By hand', value: 'manual' },
];

const HOUR_MS = 3_600_000;
/** Length of each span of `SINCE_CHOICES`. */
export const SINCE_MS: Record<string, number> = { '15m': HOUR_MS / 4, '1h': HOUR_MS, '24h': 24 * HOUR_MS, '7d': 168 * HOUR_MS };

export const SINCE_CHOICES = [
  { label: 'Last 15 minutes', value: '15m' },
  { label: 'Last hour', value: '1h' },
  { label: 'Last 24 hours', value: '24h' },
  { label: 'Last 7 days', value: '7d' },
];

/** Failures before any response arrived. */
const NO_RESPONSE: SchemaEnum<'DeliveryFailureCode'>[] = [
  'CONNECT_TIMEOUT', 'RESPONSE_TIMEOUT', 'DNS_FAILURE', 'CONNECTION_REFUSED', 'CONNECTION_RESET', 'TLS_FAILURE', 'URL_BLOCKED', 'PROTOCOL_ERROR', 'INTERNAL', 'SECRET_UNREADABLE', 'OUTCOME_UNKNOWN',
];

const KINDS: Record<string, SchemaEnum<'AttemptKind'>> = { initial: 'INITIAL', retry: 'RETRY', manual: 'MANUAL' };
const STATUSES: Record<string, SchemaEnum<'AttemptStatus'>> = { succeeded: 'SUCCEEDED', failed: 'FAILED' };

/** The values of the filters in an address, null for those that are not set. */
export function chosenFilters(query: LocationQuery): Record<FilterName, string | null> {
  const valueOf = (name: FilterName) => (typeof query[name] === 'string' && query[name] !== '' ? query[name] : null);
  return { status: valueOf('status'), type: valueOf('type'), webhook: valueOf('webhook'), code: valueOf('code'), kind: valueOf('kind'), since: valueOf('since') };
}

/** A class such as `5xx`, one code such as `429`, or `none`. */
function codeFilter(code: string | null): Pick<AttemptFilter, 'statusCode' | 'failureCodes'> {
  if (code === null) return {};
  if (code === 'none') return { failureCodes: NO_RESPONSE };
  const hundred = /^([1-5])xx$/.exec(code)?.[1];
  if (hundred) return { statusCode: { min: Number(hundred) * 100, max: Number(hundred) * 100 + 99 } };
  return /^\d{3}$/.test(code) ? { statusCode: { min: Number(code), max: Number(code) } } : {};
}

/** A span of time, `?from=` and `?to=` as RFC 3339, as charts link to it; null when there is none. */
function spanOf({ from, to }: LocationQuery): { from: string; to: string } | null {
  const [start, end] = [Date.parse(String(from)), Date.parse(String(to))];
  return start < end ? { from: new Date(start).toISOString(), to: new Date(end).toISOString() } : null;
}

/** The server's filter for an address. Unknown words are left out. `now` in ms since epoch, for "the last hour". */
export function attemptFilter(query: LocationQuery, environment: EnvironmentKey | null, now: number): AttemptFilter {
  const chosen = chosenFilters(query);
  const search = typeof query.search === 'string' ? query.search.trim() : '';
  const { type, webhook } = chosen;
  const status = STATUSES[chosen.status ?? ''];
  const kind = KINDS[chosen.kind ?? ''];
  const since = SINCE_MS[chosen.since ?? ''];
  const span = spanOf(query);
  return {
    ...(search && { search }),
    ...(environment && { environments: [environment] }),
    ...(status && { statuses: [status] }),
    ...(type && { eventTypes: [type] }),
    ...(webhook && { webhookIds: [webhook] }),
    ...(kind && { kinds: [kind] }),
    ...(span && { started: span }),
    ...(since && { started: { from: new Date(now - since).toISOString() } }),
    ...codeFilter(chosen.code),
  };
}
