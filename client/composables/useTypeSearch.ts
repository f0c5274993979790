import { useQuery } from '@urql/vue';
import { computed, type Ref } from 'vue';
import { mentions } from '../lib/type-words.ts';
import { FoundTypesQuery } from './type-search.queries.ts';

/**
 * Which event types match a search: those that the server finds, which looks into their payloads too but knows English only, and those
 * that say it in the words that are shown. Nothing searched is found in all.
 */
export function useTypeSearch(search: Readonly<Ref<string>>) {
  const isEmpty = computed(() => search.value === '');
  const { data, error, fetching } = useQuery({ query: FoundTypesQuery, variables: computed(() => ({ search: search.value })), pause: isEmpty });
  const codes = computed(() => new Set((data.value?.eventTypeGroups ?? []).flatMap(({ eventTypes }) => eventTypes.map(({ code }) => code))));
  const isReady = computed(() => isEmpty.value || data.value !== undefined);

  function isFound(type: Parameters<typeof mentions>[0]): boolean {
    return isEmpty.value || codes.value.has(type.code) || mentions(type, search.value);
  }

  return { isFound, isReady, error, fetching };
}
