import type { LocationQuery } from 'vue-router';
import { t } from '../../i18n.ts';
import type { AuditFilter } from './audit-log.queries.ts';

/** Filters of the page; each is a name in the address. */
export type FilterName = 'action' | 'actor' | 'target' | 'since' | 'from' | 'to';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const SINCE_MS: Record<string, number> = { '1h': HOUR_MS, '24h': DAY_MS, '7d': 7 * DAY_MS, '30d': 30 * DAY_MS };

export const SINCE_CHOICES = [
  { label: t('auditLog.since.1h'), value: '1h' },
  { label: t('auditLog.since.24h'), value: '24h' },
  { label: t('auditLog.since.7d'), value: '7d' },
  { label: t('auditLog.since.30d'), value: '30d' },
];

/** What the server does by itself, as the log names it. */
export const SYSTEM_ACTORS = [
  { label: t('auditLog.system.autoDisable'), value: 'auto-disable' },
  { label: t('auditLog.system.receiver'), value: 'receiver' },
  { label: t('auditLog.system.signIn'), value: 'sign-in' },
];

const valueOf = (query: LocationQuery, name: FilterName) => (typeof query[name] === 'string' && query[name] !== '' ? query[name] : null);

/** The values of the filters in an address, null for those that are not set. */
export function chosenFilters(query: LocationQuery): Record<FilterName, string | null> {
  const names: FilterName[] = ['action', 'actor', 'target', 'since', 'from', 'to'];
  return Object.fromEntries(names.map((name) => [name, valueOf(query, name)])) as Record<FilterName, string | null>;
}

/** Start of a day such as `2026-11-21` in the zone of the reader, ms since epoch; null for anything else. */
function dayStart(day: string | null, addDays = 0): number | null {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day ?? '') ?? [];
  return year ? new Date(Number(year), Number(month) - 1, Number(date) + addDays).getTime() : null;
}

/** Both days belong to the range; without a last day it goes on until now. */
function timeRange({ since, from, to }: Record<FilterName, string | null>, now: number): AuditFilter['at'] {
  const ms = SINCE_MS[since ?? ''];
  if (ms) return { from: new Date(now - ms).toISOString() };
  const start = dayStart(from);
  const end = dayStart(to, 1);
  if (start === null && end === null) return null;
  return { from: new Date(start ?? 0).toISOString(), to: end === null ? null : new Date(Math.max(end, start ?? 0)).toISOString() };
}

/** The server's filter for an address. `now` in ms since epoch, for "the last hour". */
export function auditFilter(query: LocationQuery, now: number): AuditFilter {
  const chosen = chosenFilters(query);
  const at = timeRange(chosen, now);
  return {
    ...(chosen.action && { actions: [chosen.action] }),
    ...(chosen.actor && { actorIds: [chosen.actor] }),
    ...(chosen.target && { targetIds: [chosen.target] }),
    ...(at && { at }),
  };
}
