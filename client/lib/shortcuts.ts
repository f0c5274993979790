import { t } from '../i18n.ts';

/** What a key can do. A page gives a meaning to those it knows with `useShortcut`; the others do nothing there. */
export const SHORTCUT_IDS = [
  'help', 'search', 'create',
  'goOverview', 'goWebhooks', 'goDeliveries', 'goLive', 'goEvents', 'goCatalogue', 'goOperations', 'goSettings', 'goCredentials', 'goAuditLog', 'goDocs',
  'nextRow', 'previousRow', 'select', 'retry', 'copyCurl', 'copyId', 'previousAttempt', 'nextAttempt', 'pause',
] as const;
export type ShortcutId = (typeof SHORTCUT_IDS)[number];

/** Keys one after the other, with spaces between them: `g o`. */
export type Keys = string;

export const STANDARD_KEYS: Record<ShortcutId, Keys> = {
  help: '?', search: '/', create: 'n',
  goOverview: 'g o', goWebhooks: 'g w', goDeliveries: 'g d', goLive: 'g l', goEvents: 'g e', goCatalogue: 'g c', goOperations: 'g b', goSettings: 'g s', goCredentials: 'g k', goAuditLog: 'g a', goDocs: 'g h',
  nextRow: 'j', previousRow: 'k', select: 'x', retry: 'r', copyCurl: 'y', copyId: 'c', previousAttempt: '[', nextAttempt: ']', pause: 'p',
};

export const SHORTCUT_GROUPS: readonly { title: string; ids: readonly ShortcutId[] }[] = [
  { title: t('shell.shortcuts.groups.everywhere'), ids: ['search', 'create', 'help'] },
  { title: t('shell.shortcuts.groups.go'), ids: SHORTCUT_IDS.filter((id) => id.startsWith('go')) },
  { title: t('shell.shortcuts.groups.lists'), ids: ['nextRow', 'previousRow', 'select'] },
  { title: t('shell.shortcuts.groups.deliveries'), ids: ['retry', 'copyCurl', 'copyId', 'previousAttempt', 'nextAttempt'] },
  { title: t('shell.shortcuts.groups.live'), ids: ['pause'] },
];

export const shortcutName = (id: ShortcutId): string => t(`shell.shortcuts.names.${id}`);

/** Keys as they are shown: `g` then `o`. */
export const keysShown = (keys: Keys): string[] => keys.split(' ').filter(Boolean);

export type Match = { id: ShortcutId } | 'begun' | null;

/**
 * What the keys pressed so far mean: a shortcut, the beginning of one, or nothing. When the last key alone means something after a
 * sequence that led nowhere, it counts.
 */
export function matchKeys(pressed: readonly string[], keys: Readonly<Record<ShortcutId, Keys>>): Match {
  const text = pressed.join(' ');
  const id = SHORTCUT_IDS.find((candidate) => keys[candidate] === text);
  if (id) return { id };
  if (SHORTCUT_IDS.some((candidate) => keys[candidate].startsWith(`${text} `))) return 'begun';
  return pressed.length > 1 ? matchKeys(pressed.slice(-1), keys) : null;
}

/** Why these keys cannot be used for a shortcut, in a sentence; null when they can. */
export function keysProblem(id: ShortcutId, wanted: Keys, keys: Readonly<Record<ShortcutId, Keys>>): string | null {
  if (wanted === '') return null;
  const parts = keysShown(wanted);
  if (parts.length > 2 || parts.some((part) => [...part].length !== 1)) return t('shell.shortcuts.badKeys');
  const clash = SHORTCUT_IDS.find((other) => other !== id && keys[other] !== ''
    && (keys[other] === wanted || keys[other].startsWith(`${wanted} `) || wanted.startsWith(`${keys[other]} `)));
  return clash ? t('shell.shortcuts.taken', { name: shortcutName(clash) }) : null;
}
