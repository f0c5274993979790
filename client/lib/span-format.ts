import { formatLanguage } from '../i18n.ts';

const DAY_MS = 86_400_000;
const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(formatLanguage, options);

const time = format({ hour: '2-digit', minute: '2-digit' });
const day = format({ day: 'numeric', month: 'short' });
const dayAndTime = format({ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });

/** A label on a time axis of `spanMs`: the time of day, or from two days on the day. */
export const axisTime = (at: number, spanMs: number): string => (spanMs >= 2 * DAY_MS ? day : time).format(at);

/** `20 Nov, 14:05–14:10`; with both days where they differ. In ms since epoch, in the zone of the reader. */
export const spanTime = (from: number, to: number): string => dayAndTime.formatRange(from, to);

/** `20 Nov, 14:05`. */
export const dayAndTimeText = (at: number): string => dayAndTime.format(at);
