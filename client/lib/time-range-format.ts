import { formatLanguage, t } from '../i18n.ts';
import { spanMs, type TimeRangeChoice } from './time-range.ts';
import { localZoneName, zonedFormat, zoneName } from './time-zone.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

const MOMENT = { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' } as const;
const moment = zonedFormat(formatLanguage, MOMENT);
const zone = new Intl.DateTimeFormat(formatLanguage, { timeZoneName: 'longOffset' });

/** `Last 15 minutes`, `Last 24 hours`, `Last 7 days`. */
export function spanText(span: string): string {
  const ms = spanMs(span) ?? 0;
  if (ms > DAY_MS && ms % DAY_MS === 0) return t('timeRange.last.days', { n: ms / DAY_MS }, ms / DAY_MS);
  if (ms % HOUR_MS === 0) return t('timeRange.last.hours', { n: ms / HOUR_MS }, ms / HOUR_MS);
  return t('timeRange.last.minutes', { n: ms / MINUTE_MS }, ms / MINUTE_MS);
}

/** What a chosen range is called: its span, or both of its ends. */
export function rangeText(range: TimeRangeChoice): string {
  if (range.kind === 'since') return spanText(range.span);
  return range.to === null ? t('timeRange.from', { time: moment(range.from) }) : new Intl.DateTimeFormat(formatLanguage, { ...MOMENT, timeZone: zoneName() }).formatRange(range.from, range.to);
}

/** The zone of all times of the console, `Europe/Berlin, GMT+01:00`. */
export function zoneText(at: number): string {
  const offset = zone.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  return zoneName() === 'UTC' || localZoneName() === 'UTC' ? 'UTC' : `${localZoneName()}, ${offset}`;
}
