import { formatLanguage, locale, t } from '../i18n.ts';
import { decimalText } from './number-format.ts';
import { zonedFormat } from './time-zone.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** German shortens with a full stop, which a sentence may have behind it too. */
const relative = new Intl.RelativeTimeFormat(formatLanguage, { numeric: 'always', style: locale === 'en' ? 'short' : 'long' });
const exact = zonedFormat(formatLanguage, { dateStyle: 'medium', timeStyle: 'long' });
const dayOnly = zonedFormat(formatLanguage, { day: 'numeric', month: 'short', year: 'numeric' });
const clock = zonedFormat(formatLanguage, { hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 });

/** `4 min ago`, `in 12 sec`, `now`; from a week on the date. Both times in ms since epoch. */
export function relativeTime(at: number, now: number): string {
  const difference = at - now;
  const size = Math.abs(difference);
  if (size < SECOND_MS) return t('common.time.now');
  if (size < MINUTE_MS) return relative.format(Math.trunc(difference / SECOND_MS), 'second');
  if (size < HOUR_MS) return relative.format(Math.trunc(difference / MINUTE_MS), 'minute');
  if (size < DAY_MS) return relative.format(Math.trunc(difference / HOUR_MS), 'hour');
  if (size < 7 * DAY_MS) return relative.format(Math.trunc(difference / DAY_MS), 'day');
  return dayOnly(at);
}

/** Date, time and zone, in the chosen zone. */
export const exactTime = (at: number): string => exact(at);

/** `13:54:07.123`, in the chosen zone. */
export const clockTime = (at: number): string => clock(at);

/** `18 Nov 2026`, in the chosen zone. */
export const dayTime = (at: number): string => dayOnly(at);

/** How long until a relative time reads differently, so that a page refreshes no more often than it must. */
export function relativeTimeStepMs(at: number, now: number): number {
  const size = Math.abs(at - now);
  return size < MINUTE_MS ? SECOND_MS : size < HOUR_MS ? 15 * SECOND_MS : MINUTE_MS;
}

/** `212 ms`, `4.81 s`, `2 min 5 s`. */
export function durationText(ms: number): string {
  if (ms < SECOND_MS) return `${Math.round(ms)} ms`;
  if (ms < MINUTE_MS) return `${decimalText(ms / SECOND_MS, 2)} s`;
  const seconds = Math.round(ms / SECOND_MS);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
