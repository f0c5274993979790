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
    label: 'Administration',
    entries: [
      { label: 'Webhooks', icon: 'i-lucide-webhook', to: paths.webhooks },
      { label: 'Deliveries', icon: 'i-lucide-send', to: paths.deliveries },
      { label: 'Live', icon: 'i-lucide-activity', to: paths.live },
      { label: 'Events', icon: 'i-lucide-list', to: paths.events },
      { label: 'Catalogue', icon: 'i-lucide-book-open', to: paths.catalogue },
      { label: 'Operations', icon: 'i-lucide-layers', to: paths.operations },
      { label: 'API Credentials', icon: 'i-lucide-key-round', to: paths.apiCredentials },
      { label: 'Members', icon: 'i-lucide-users', to: paths.members },
      { label: 'Audit log', icon: 'i-lucide-history', to: paths.auditLog },
      { label: 'Settings', icon: 'i-lucide-settings-2', to: paths.webhookSettings },
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
