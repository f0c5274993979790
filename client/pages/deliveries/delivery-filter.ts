import type { LocationQuery } from 'vue-router';
import type { SchemaEnum, VariablesOf } from '../../graphql.ts';
import { t } from '../../i18n.ts';
import type { EnvironmentKey } from '../../lib/environments.ts';
import { rangeInput, rangeOfQuery } from '../../lib/time-range.ts';
import type { DeliveryAttemptsQuery } from './deliveries.queries.ts';
import { durationBounds } from './duration-filter.ts';
import { FAILURES, NO_RESPONSE } from './failure-filter.ts';

export type AttemptFilter = NonNullable<VariablesOf<typeof DeliveryAttemptsQuery>['filter']>;

/** Filters of the page beside search, environment and time; each is a name in the address, several values are joined by commas. */
export type FilterName = 'status' | 'type' | 'webhook' | 'code' | 'failure' | 'kind' | 'duration';

export const STATUS_CHOICES = [
  { label: t('status.attempt.SUCCEEDED'), value: 'succeeded' },
  { label: t('status.attempt.FAILED'), value: 'failed' },
];

export const CODE_CHOICES = [
  { label: '2xx', value: '2xx' },
  { label: '3xx', value: '3xx' },
  { label: '4xx', value: '4xx' },
  { label: '5xx', value: '5xx' },
  { label: t('deliveries.filters.noResponse'), value: 'none' },
];

/** A test is told by its event type, not by its attempt. */
export const KIND_CHOICES = [
  { label: t('deliveries.kinds.initial'), value: 'initial' },
  { label: t('deliveries.kinds.retry'), value: 'retry' },
  { label: t('deliveries.kinds.manual'), value: 'manual' },
];

const KINDS: Record<string, SchemaEnum<'AttemptKind'>> = { initial: 'INITIAL', retry: 'RETRY', manual: 'MANUAL' };
const STATUSES: Record<string, SchemaEnum<'AttemptStatus'>> = { succeeded: 'SUCCEEDED', failed: 'FAILED' };

/** The values of the filters in an address, null for those that are not set. */
export function chosenFilters(query: LocationQuery): Record<FilterName, string | null> {
  const valueOf = (name: FilterName) => (typeof query[name] === 'string' && query[name] !== '' ? query[name] : null);
  return { status: valueOf('status'), type: valueOf('type'), webhook: valueOf('webhook'), code: valueOf('code'), failure: valueOf('failure'), kind: valueOf('kind'), duration: valueOf('duration') };
}

/** The values of one filter. */
export const valuesOf = (chosen: string | null): string[] => (chosen === null ? [] : chosen.split(',').filter(Boolean));

/** A class such as `5xx`, one code such as `429`, or `none`. */
export const isCodeFilter = (code: string): boolean => /^(?:[1-5]xx|[1-5]\d\d|none)$/.test(code);

function codeFilter(code: string | null): Pick<AttemptFilter, 'statusCode' | 'failureCodes'> {
  if (code === null || !isCodeFilter(code)) return {};
  if (code === 'none') return { failureCodes: [...NO_RESPONSE] };
  const hundred = /^([1-5])xx$/.exec(code)?.[1];
  if (hundred) return { statusCode: { min: Number(hundred) * 100, max: Number(hundred) * 100 + 99 } };
  return { statusCode: { min: Number(code), max: Number(code) } };
}

/** What is known of some words; null when it is none of them. */
function known<Value>(words: readonly string[], table: Record<string, Value>): Value[] | null {
  const values = words.flatMap((word) => table[word] ?? []) as Value[];
  return values.length > 0 ? values : null;
}

/** One row for each delivery instead of each attempt. */
export const isGroupedBy = (query: LocationQuery): boolean => query.group === 'delivery';

/** The server's filter for an address. Unknown words are left out. `now` in ms since epoch, for "the last hour". */
export function attemptFilter(query: LocationQuery, environment: EnvironmentKey | null, now: number): AttemptFilter {
  const chosen = chosenFilters(query);
  const search = typeof query.search === 'string' ? query.search.trim() : '';
  const [types, webhooks] = [valuesOf(chosen.type), valuesOf(chosen.webhook)];
  const statuses = known(valuesOf(chosen.status), STATUSES);
  const kinds = known(valuesOf(chosen.kind), KINDS);
  const failureCodes = known(valuesOf(chosen.failure), FAILURES)?.flat();
  const durationMs = durationBounds(chosen.duration ?? '');
  const range = rangeOfQuery(query);
  return {
    ...(search && { search }),
    ...(environment && { environments: [environment] }),
    ...(statuses && { statuses }),
    ...(types.length > 0 && { eventTypes: types }),
    ...(webhooks.length > 0 && { webhookIds: webhooks }),
    ...(kinds && { kinds }),
    ...(range && { started: rangeInput(range, now) }),
    ...(durationMs && { durationMs }),
    ...codeFilter(chosen.code),
    ...(failureCodes && { failureCodes }),
  };
}
