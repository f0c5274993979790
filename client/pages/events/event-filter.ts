import type { LocationQuery } from 'vue-router';
import type { VariablesOf } from '../../graphql.ts';
import { t } from '../../i18n.ts';
import type { EnvironmentKey } from '../../lib/environments.ts';
import { rangeInput, rangeOfQuery } from '../../lib/time-range.ts';
import type { EventsQuery } from './events.queries.ts';
import { payloadQuestion } from './payload-question.ts';

export type EventFilter = NonNullable<VariablesOf<typeof EventsQuery>['filter']>;

/** Filters of the page beside the searches, the time and the environment; each is a name in the address. */
export type EventFilterName = 'type' | 'kind';

export const KIND_CHOICES = [
  { label: t('events.kinds.real'), value: 'real' },
  { label: t('events.kinds.test'), value: 'test' },
];

const IS_TEST: Record<string, boolean> = { real: false, test: true };

/** The values of the filters in an address, null for those that are not set. */
export function chosenFilters(query: LocationQuery): Record<EventFilterName, string | null> {
  const valueOf = (name: EventFilterName) => (typeof query[name] === 'string' && query[name] !== '' ? query[name] : null);
  return { type: valueOf('type'), kind: valueOf('kind') };
}

/** The server's filter for an address. Unknown words are left out. `now` in ms since epoch, for "the last hour". */
export function eventFilter(query: LocationQuery, environment: EnvironmentKey | null, now: number): EventFilter {
  const chosen = chosenFilters(query);
  const search = typeof query.search === 'string' ? query.search.trim() : '';
  const range = rangeOfQuery(query);
  const isTest = IS_TEST[chosen.kind ?? ''];
  const question = typeof query.payload === 'string' && query.payload.trim() ? payloadQuestion(query.payload) : null;
  return {
    ...(search && { search }),
    ...(environment && { environments: [environment] }),
    ...(chosen.type && { types: [chosen.type] }),
    ...(range && { occurred: rangeInput(range, now) }),
    ...(isTest !== undefined && { isTest }),
    ...(question?.problem === null && { payloadContains: question.contained }),
  };
}
