import { isCodeFilter } from './delivery-filter.ts';
import { durationFilterOf } from './duration-filter.ts';

/** Filters that have a word of their own in the query bar; the names are those of the address. */
export const QUERY_KEYS = ['status', 'code', 'failure', 'kind', 'type', 'webhook', 'env', 'since', 'from', 'to'] as const;
export type QueryKey = (typeof QUERY_KEYS)[number];

/** What a query says, as it stands in an address: several values of one filter are joined by commas. */
export type QueryFilters = Partial<Record<QueryKey | 'duration' | 'search', string>>;

/** Words that each filter takes. Webhooks are called by their names and stand in the address by their ids. */
export interface QueryVocabulary {
  status: readonly string[];
  failure: readonly string[];
  kind: readonly string[];
  env: readonly string[];
  type: readonly string[];
  webhooks: readonly { id: string; name: string }[];
}

export type QueryProblem = { kind: 'key'; word: string } | { kind: 'value'; key: QueryKey; word: string };

export interface ParsedQuery {
  filters: QueryFilters;
  /** What cannot be understood; the rest counts all the same. */
  problems: QueryProblem[];
}

/** A word of a query with its place in the text: white space separates, quotes hold together. */
export interface QueryToken {
  text: string;
  start: number;
  end: number;
}

const TOKEN = /(?:"[^"]*"?|[^\s"])+/g;
const KEYED = /^([a-z]+):(?!\/\/)(.*)$/is;
/** Filters that take one value only: the last one counts. */
const SINGLE: readonly QueryKey[] = ['code', 'env', 'since', 'from', 'to'];

export const queryTokens = (text: string): QueryToken[] =>
  [...text.matchAll(TOKEN)].map(({ 0: word, index }) => ({ text: word, start: index, end: index + word.length }));

/** The key and the values of a word such as `status:failed,succeeded`; null for a word of the search. */
export function keyedWord(word: string): { key: string; values: string } | null {
  const [, key, values] = KEYED.exec(word) ?? [];
  return key === undefined || values === undefined ? null : { key: key.toLowerCase(), values };
}

/** Reads `status:failed code:5xx webhook:"CRM" type:license.* >2s since:1h`; all other words are searched for. */
export function parseQuery(text: string, vocabulary: QueryVocabulary): ParsedQuery {
  const filters: QueryFilters = {};
  const problems: QueryProblem[] = [];
  const words: string[] = [];
  for (const { text: word } of queryTokens(text)) {
    const duration = durationFilterOf(word);
    const keyed = keyedWord(word);
    if (duration !== null) filters.duration = duration;
    else if (!keyed) words.push(unquoted(word));
    else if (isQueryKey(keyed.key)) addValues(filters, problems, keyed.key, keyed.values, vocabulary);
    else problems.push({ kind: 'key', word: keyed.key });
  }
  const search = words.filter(Boolean).join(' ');
  return { filters: search ? { ...filters, search } : filters, problems };
}

export const isQueryKey = (key: string): key is QueryKey => QUERY_KEYS.some((known) => known === key);

export const unquoted = (word: string): string => word.replaceAll('"', '');

function addValues(filters: QueryFilters, problems: QueryProblem[], key: QueryKey, text: string, vocabulary: QueryVocabulary): void {
  const words = splitValues(text);
  if (words.length === 0) problems.push({ kind: 'value', key, word: '' });
  for (const word of words) {
    const value = valueOf(key, word, vocabulary);
    if (value === null) problems.push({ kind: 'value', key, word });
    else if (SINGLE.includes(key) || filters[key] === undefined) filters[key] = value;
    else filters[key] = [...new Set([...(filters[key] ?? '').split(','), ...value.split(',')])].join(',');
  }
}

/** The values between commas; commas in quotes belong to a value. */
const splitValues = (text: string): string[] => (text.match(/(?:"[^"]*"?|[^,"])+/g) ?? []).map((value) => unquoted(value).trim()).filter(Boolean);

/** A value as it stands in the address; null when the filter does not know it. */
function valueOf(key: QueryKey, word: string, vocabulary: QueryVocabulary): string | null {
  const lower = word.toLowerCase();
  switch (key) {
    case 'webhook': return webhookIds(word, vocabulary);
    case 'code': return isCodeFilter(lower) ? lower : null;
    case 'type': return /^(?:\*|[a-z0-9_-]+(?:\.[a-z0-9_-]+)*(?:\.\*)?)$/.test(lower) ? lower : null;
    case 'since': return /^[1-9]\d{0,5}[mhd]$/.test(lower) ? lower : null;
    case 'from': case 'to': return Number.isNaN(Date.parse(word)) ? null : new Date(word).toISOString();
    default: return vocabulary[key].includes(lower) ? lower : null;
  }
}

/** A webhook by its id or name, or all whose names contain the word. */
function webhookIds(word: string, { webhooks }: QueryVocabulary): string | null {
  const lower = word.toLowerCase();
  const exact = webhooks.filter(({ id, name }) => id === word || name.toLowerCase() === lower);
  const found = exact.length > 0 ? exact : webhooks.filter(({ name }) => name.toLowerCase().includes(lower));
  if (found.length === 0) return /^wh_\w+$/.test(word) ? word : null;
  return found.map(({ id }) => id).join(',');
}
