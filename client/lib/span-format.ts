import { formatLanguage } from '../i18n.ts';
import { zonedFormat, zoneName } from './time-zone.ts';

const DAY_MS = 86_400_000;
const DAY_AND_TIME: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' };

const time = zonedFormat(formatLanguage, { hour: '2-digit', minute: '2-digit' });
const day = zonedFormat(formatLanguage, { day: 'numeric', month: 'short' });
const dayAndTime = zonedFormat(formatLanguage, DAY_AND_TIME);

/** Of ranges, by zone. */
const ranges = new Map<string | undefined, Intl.DateTimeFormat>();

function rangeFormat(): Intl.DateTimeFormat {
  const timeZone = zoneName();
  const known = ranges.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat(formatLanguage, { ...DAY_AND_TIME, ...(timeZone !== undefined && { timeZone }) });
  ranges.set(timeZone, made);
  return made;
}

/** A label on a time axis of `spanMs`: the time of day, or from two days on the day. */
export const axisTime = (at: number, spanMs: number): string => (spanMs >= 2 * DAY_MS ? day : time)(at);

/** `20 Nov, 14:05–14:10`; with both days where they differ. In ms since epoch, in the chosen zone. */
export const spanTime = (from: number, to: number): string => rangeFormat().formatRange(from, to);

/** `20 Nov, 14:05`, in the chosen zone. */
export const dayAndTimeText = (at: number): string => dayAndTime(at);
