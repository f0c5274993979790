import { useQuery } from '@urql/vue';
import { computed, type Ref } from 'vue';
import { FoundTypesQuery } from './type-search.queries.ts';

/** Which event types match a search, as the server finds them: it looks into their payloads too. Nothing searched is found in all. */
export function useTypeSearch(search: Readonly<Ref<string>>) {
  const isEmpty = computed(() => search.value === '');
  const { data, error, fetching } = useQuery({ query: FoundTypesQuery, variables: computed(() => ({ search: search.value })), pause: isEmpty });
  const codes = computed(() => new Set((data.value?.eventTypeGroups ?? []).flatMap(({ eventTypes }) => eventTypes.map(({ code }) => code))));
  const isReady = computed(() => isEmpty.value || data.value !== undefined);
  const isFound = ({ code }: { code: string }) => isEmpty.value || codes.value.has(code);

  return { isFound, isReady, error, fetching };
}
