import { useQuery } from '@urql/vue';
import { computed, type Ref } from 'vue';
import { useSettled } from '../composables/useSettled.ts';
import { useTypeSearch } from '../composables/useTypeSearch.ts';
import { t } from '../i18n.ts';
import { paths } from '../paths.ts';
import { PaletteEventTypesQuery, PaletteWebhooksQuery } from './palette.queries.ts';
import type { PaletteGroup } from './palette.ts';

const MOST_EVENT_TYPES = 6;
const SHORTEST_SEARCH = 2;

/** Webhooks and event types that match what is typed. */
export function useRemoteEntries(text: Ref<string>) {
  const search = useSettled(() => text.value.trim(), 200);
  const pause = computed(() => search.value.length < SHORTEST_SEARCH);
  const webhooks = useQuery({ query: PaletteWebhooksQuery, variables: computed(() => ({ search: search.value })), pause });
  const eventTypes = useQuery({ query: PaletteEventTypesQuery, pause });
  const found = useTypeSearch(computed(() => (pause.value ? '' : search.value)));

  const groups = computed<PaletteGroup[]>(() => {
    if (pause.value || text.value.trim().length < SHORTEST_SEARCH) return [];
    const types = (eventTypes.data.value?.eventTypeGroups ?? []).flatMap((group) => group.eventTypes).filter(found.isFound).slice(0, MOST_EVENT_TYPES);
    return [
      { title: t('shell.menu.webhooks'), entries: (webhooks.data.value?.webhooks.nodes ?? []).map(({ id, name, url }) => ({ key: id, label: name, hint: url, icon: 'i-lucide-webhook', to: paths.webhook(id) })) },
      { title: t('shell.palette.eventTypes'), entries: types.map(({ code, name }) => ({ key: code, label: code, hint: name, icon: 'i-lucide-book-open', to: paths.eventType(code) })) },
    ];
  });
  const isSearching = computed(() => webhooks.fetching.value || eventTypes.fetching.value || found.fetching.value);

  return { groups, isSearching };
}
