import { computed } from 'vue';
import { useRoute } from 'vue-router';
import { useShortcutSettings } from '../composables/useShortcuts.ts';
import { useTheme } from '../composables/useTheme.ts';
import { useTimeZone } from '../composables/useTimeZone.ts';
import { chooseLocale, locale, LOCALE_NAMES, LOCALES, t } from '../i18n.ts';
import { pressStandardKey } from '../lib/shortcut-settings.ts';
import { paths } from '../paths.ts';
import { session } from '../session.ts';
import { GO_SHORTCUTS } from './go-shortcuts.ts';
import { MENU } from './menu.ts';
import type { PaletteGroup } from './palette.ts';
import { useSavedViews } from './useSavedViews.ts';

/** What the palette knows without asking the server: pages, saved views and things to do. */
export function useLocalEntries({ showShortcuts }: { showShortcuts: () => void }) {
  const route = useRoute();
  const { keys } = useShortcutSettings();
  const { theme } = useTheme();
  const { timeZone } = useTimeZone();
  const { views } = useSavedViews();
  const keysTo = (path: string) => {
    const shortcut = GO_SHORTCUTS.find(({ to }) => to === path);
    return shortcut && keys.value[shortcut.id];
  };

  return computed<PaletteGroup[]>(() => [
    { title: t('shell.palette.pages'), entries: MENU.flatMap((group) => group.entries).map(({ label, icon, to }) => ({ key: to, label, icon, to, keys: keysTo(to) ?? '' })) },
    { title: t('shell.views.title'), entries: views.value.map(({ name, path }) => ({ key: path, label: name, icon: 'i-lucide-bookmark', to: path })) },
    {
      title: t('shell.palette.actions'),
      entries: [
        { key: 'create', label: t('shell.palette.newWebhook'), icon: 'i-lucide-plus', to: paths.webhookNew, keys: keys.value.create },
        ...(route.path === paths.live ? [{ key: 'pause', label: t('shell.palette.pauseWall'), icon: 'i-lucide-circle-pause', keys: keys.value.pause, run: () => pressStandardKey('pause') }] : []),
        { key: 'theme', label: t('shell.palette.toggleTheme'), icon: 'i-lucide-sun-moon', run: () => { theme.value = document.documentElement.classList.contains('dark') ? 'light' : 'dark'; } },
        { key: 'zone', label: timeZone.value === 'utc' ? t('shell.palette.localTime') : t('shell.palette.utc'), icon: 'i-lucide-clock', run: () => { timeZone.value = timeZone.value === 'utc' ? 'local' : 'utc'; } },
        ...LOCALES.filter((choice) => choice !== locale).map((choice) => ({ key: choice, label: LOCALE_NAMES[choice], icon: 'i-lucide-languages', run: () => chooseLocale(choice) })),
        { key: 'help', label: t('shell.shortcuts.title'), icon: 'i-lucide-keyboard', keys: keys.value.help, run: showShortcuts },
        { key: 'signOut', label: t('shell.member.signOut'), icon: 'i-lucide-log-out', run: () => void session.signOut() },
      ],
    },
  ]);
}
