import { keyedWord, isQueryKey, QUERY_KEYS, queryTokens, unquoted, type QueryKey, type QueryVocabulary } from './query-language.ts';
import { quotedValue } from './query-text.ts';

/** Something that may be typed next, and what the query becomes with it. */
export interface Completion {
  /** `status:` or `failed`. */
  label: string;
  /** The filter that the value is for; null for the name of a filter. */
  key: QueryKey | null;
  text: string;
  /** Where the caret stands then. */
  caret: number;
}

const MOST_SHOWN = 8;
const SINCE_VALUES = ['15m', '1h', '6h', '24h', '7d', '30d'];
const CODE_VALUES = ['2xx', '3xx', '4xx', '5xx', 'none', '429', '500', '503'];

/** What fits at a place of a query: names of filters at the start of a word, values behind the colon. */
export function completionsAt(text: string, caret: number, vocabulary: QueryVocabulary): Completion[] {
  const token = queryTokens(text).find(({ start, end }) => start < caret && caret <= end);
  const [start, end] = token ? [token.start, token.end] : [caret, caret];
  const typed = text.slice(start, caret);
  const keyed = keyedWord(typed);
  const put = (word: string, ending: string) => {
    const before = `${text.slice(0, start)}${word}${ending}`;
    return { text: before + (ending === ' ' ? text.slice(end).trimStart() : text.slice(end)), caret: before.length };
  };
  if (!keyed) {
    return QUERY_KEYS.filter((key) => key.startsWith(typed.toLowerCase())).map((key) => ({ label: `${key}:`, key: null, ...put(`${key}:`, '') })).slice(0, MOST_SHOWN + 2);
  }
  if (!isQueryKey(keyed.key)) return [];
  const { key } = keyed;
  const comma = lastComma(keyed.values);
  const [chosen, last] = [keyed.values.slice(0, comma + 1), unquoted(keyed.values.slice(comma + 1)).toLowerCase()];
  return valuesOf(key, vocabulary).filter((value) => value.toLowerCase().includes(last)).sort((a, b) => Number(startsWith(b, last)) - Number(startsWith(a, last)))
    .slice(0, MOST_SHOWN).map((value) => ({ label: value, key, ...put(`${key}:${chosen}${quotedValue(value)}`, ' ') }));
}

const startsWith = (value: string, text: string) => value.toLowerCase().startsWith(text);

/** Place of the last comma outside quotes, -1 without one. */
function lastComma(values: string): number {
  let place = -1;
  let isQuoted = false;
  for (const [index, char] of [...values].entries()) {
    if (char === '"') isQuoted = !isQuoted;
    if (char === ',' && !isQuoted) place = index;
  }
  return place;
}

function valuesOf(key: QueryKey, vocabulary: QueryVocabulary): readonly string[] {
  switch (key) {
    case 'webhook': return vocabulary.webhooks.map(({ name }) => name);
    case 'code': return CODE_VALUES;
    case 'since': return SINCE_VALUES;
    case 'from': case 'to': return [];
    default: return vocabulary[key];
  }
}
