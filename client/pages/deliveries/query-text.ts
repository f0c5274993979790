import type { LocationQuery } from 'vue-router';
import { durationFilterOf, durationText } from './duration-filter.ts';
import { keyedWord, QUERY_KEYS, type QueryFilters, type QueryKey, type QueryVocabulary } from './query-language.ts';

/** The filters of an address, for the query bar. */
export function queryFilters(query: LocationQuery): QueryFilters {
  const names = [...QUERY_KEYS, 'duration', 'search'] as const;
  const entries = names.map((name) => [name, query[name]] as const).filter(([name, value]) => typeof value === 'string' && value !== '' && !(name === 'env' && value === 'all'));
  return Object.fromEntries(entries) as QueryFilters;
}

/** The query that says what an address does: reading it back gives the same filters. */
export function queryText(filters: QueryFilters, { webhooks }: Pick<QueryVocabulary, 'webhooks'>): string {
  const nameOf = (id: string) => webhooks.find((webhook) => webhook.id === id)?.name ?? id;
  const words = QUERY_KEYS.flatMap((key) => {
    const value = filters[key];
    return value === undefined ? [] : [keyed(key, key === 'webhook' ? value.split(',').map(nameOf) : value.split(','))];
  });
  const duration = filters.duration === undefined ? [] : [durationText(filters.duration)].filter((text) => text !== null);
  const search = filters.search === undefined ? [] : filters.search.split(/\s+/).filter(Boolean).map(searchWord);
  return [...words, ...duration, ...search].join(' ');
}

const keyed = (key: QueryKey, values: readonly string[]) => `${key}:${values.map(quotedValue).join(',')}`;

/** A value with its quotes, where it needs some. */
export const quotedValue = (value: string): string => (/[\s,"]/.test(value) ? `"${value.replaceAll('"', '')}"` : value);

/** A word of the search that would otherwise be taken for a filter is put in quotes. */
const searchWord = (word: string) => (keyedWord(word) || durationFilterOf(word) !== null ? `"${word}"` : word);
