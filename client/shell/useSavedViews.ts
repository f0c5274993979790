import { useLocalStorage } from '@vueuse/core';
import { computed } from 'vue';
import { t } from '../i18n.ts';
import { paths } from '../paths.ts';
import { session } from '../session.ts';

export interface SavedView {
  name: string;
  /** With its query, relative to the base of the console. */
  path: string;
  isBuiltIn?: boolean;
}

/** Beyond this the menu is a list nobody reads. */
const MOST_VIEWS = 30;

const BUILT_IN: readonly SavedView[] = [
  { name: t('shell.views.failedLastHour'), path: `${paths.deliveries}?status=failed&since=1h`, isBuiltIn: true },
  { name: t('shell.views.retryingNow'), path: `${paths.deliveries}?group=delivery&status=retrying`, isBuiltIn: true },
  { name: t('shell.views.slow'), path: `${paths.deliveries}?duration=2000-`, isBuiltIn: true },
];

/** Pages with their filters, under a name: three that come with the console, and those of the member in this account. Kept in this browser. */
export function useSavedViews() {
  const stored = useLocalStorage<Record<string, SavedView[]>>('keybell-views', {});
  const owner = computed(() => `${session.viewer.value?.account.id ?? ''}/${session.viewer.value?.member?.id ?? ''}`);
  const own = computed(() => stored.value[owner.value] ?? []);
  const views = computed(() => [...BUILT_IN, ...own.value]);

  function write(changed: SavedView[]): void {
    stored.value = { ...stored.value, [owner.value]: changed };
  }
  /** A name that exists is given to the new view. */
  function save(view: SavedView): void {
    write([...own.value.filter(({ name }) => name !== view.name), view].slice(-MOST_VIEWS));
  }
  function remove(name: string): void {
    write(own.value.filter((view) => view.name !== name));
  }

  return { views, own, save, remove };
}
