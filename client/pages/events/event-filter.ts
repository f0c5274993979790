import type { LocationQuery } from 'vue-router';
import type { VariablesOf } from '../../graphql.ts';
import { t } from '../../i18n.ts';
import type { EnvironmentKey } from '../../lib/environments.ts';
import { spanMs } from '../../lib/time-range.ts';
import type { EventsQuery } from './events.queries.ts';
import { payloadQuestion } from './payload-question.ts';

export type EventFilter = NonNullable<VariablesOf<typeof EventsQuery>['filter']>;

/** Filters of the page beside the search and the environment; each is a name in the address. */
export type EventFilterName = 'type' | 'since' | 'kind' | 'from' | 'to';

export const KIND_CHOICES = [
  { label: t('events.kinds.real'), value: 'real' },
  { label: t('events.kinds.test'), value: 'test' },
];

const IS_TEST: Record<string, boolean> = { real: false, test: true };

/** The values of the filters in an address, null for those that are not set. */
export function chosenFilters(query: LocationQuery): Record<EventFilterName, string | null> {
  const valueOf = (name: EventFilterName) => (typeof query[name] === 'string' && query[name] !== '' ? query[name] : null);
  return { type: valueOf('type'), since: valueOf('since'), kind: valueOf('kind'), from: momentOf(valueOf('from')), to: momentOf(valueOf('to')) };
}

/** A moment of an address, if it is one. */
const momentOf = (text: string | null): string | null => (text !== null && !Number.isNaN(Date.parse(text)) ? new Date(text).toISOString() : null);

/** Nothing was published before. */
const BEGIN = new Date(0).toISOString();

/** A span up to now, or a range of one's own; the span counts when an address has both. */
function occurredOf({ since, from, to }: Record<EventFilterName, string | null>, now: number): EventFilter['occurred'] | null {
  const span = spanMs(since ?? '');
  if (span) return { from: new Date(now - span).toISOString() };
  return from === null && to === null ? null : { from: from ?? BEGIN, ...(to && { to }) };
}

/** The server's filter for an address. Unknown words are left out. `now` in ms since epoch, for "the last hour". */
export function eventFilter(query: LocationQuery, environment: EnvironmentKey | null, now: number): EventFilter {
  const chosen = chosenFilters(query);
  const search = typeof query.search === 'string' ? query.search.trim() : '';
  const occurred = occurredOf(chosen, now);
  const isTest = IS_TEST[chosen.kind ?? ''];
  const question = typeof query.payload === 'string' && query.payload.trim() ? payloadQuestion(query.payload) : null;
  return {
    ...(search && { search }),
    ...(environment && { environments: [environment] }),
    ...(chosen.type && { types: [chosen.type] }),
    ...(occurred && { occurred }),
    ...(isTest !== undefined && { isTest }),
    ...(question?.problem === null && { payloadContains: question.contained }),
  };
}
