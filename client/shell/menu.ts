import { t } from '../i18n.ts';
import { paths } from '../paths.ts';

export interface MenuEntry {
  label: string;
  icon: string;
  to: string;
}

export interface MenuGroup {
  label: string;
  entries: MenuEntry[];
}

export const MENU: readonly MenuGroup[] = [
  {
    label: t('shell.menu.administration'),
    entries: [
      { label: t('overview.title'), icon: 'i-lucide-layout-dashboard', to: paths.overview },
      { label: t('shell.menu.webhooks'), icon: 'i-lucide-webhook', to: paths.webhooks },
      { label: t('shell.menu.deliveries'), icon: 'i-lucide-send', to: paths.deliveries },
      { label: t('shell.menu.live'), icon: 'i-lucide-activity', to: paths.live },
      { label: t('shell.menu.events'), icon: 'i-lucide-list', to: paths.events },
      { label: t('shell.menu.catalogue'), icon: 'i-lucide-book-open', to: paths.catalogue },
      { label: t('shell.menu.operations'), icon: 'i-lucide-layers', to: paths.operations },
      { label: t('shell.menu.apiCredentials'), icon: 'i-lucide-key-round', to: paths.apiCredentials },
      { label: t('shell.menu.apiDocs'), icon: 'i-lucide-file-code-2', to: paths.apiDocs },
      { label: t('shell.menu.automation'), icon: 'i-lucide-workflow', to: paths.automation },
      { label: t('shell.menu.members'), icon: 'i-lucide-users', to: paths.members },
      { label: t('shell.menu.auditLog'), icon: 'i-lucide-history', to: paths.auditLog },
      { label: t('shell.menu.settings'), icon: 'i-lucide-settings-2', to: paths.webhookSettings },
    ],
  },
];

const entries = MENU.flatMap((group) => group.entries);

/** The entry that a page belongs to: the one with the longest address above it. */
export function menuEntryOf(path: string): MenuEntry | undefined {
  return entries
    .filter(({ to }) => path === to || path.startsWith(`${to}/`))
    .sort((one, other) => other.to.length - one.to.length)[0];
}
