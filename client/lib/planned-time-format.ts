import { formatLanguage } from '../i18n.ts';

const HALF_DAY_MS = 43_200_000;
const clock = new Intl.DateTimeFormat(formatLanguage, { hour: '2-digit', minute: '2-digit' });
const clockOnDay = new Intl.DateTimeFormat(formatLanguage, { weekday: 'short', hour: '2-digit', minute: '2-digit' });
const seconds = new Intl.DateTimeFormat(formatLanguage, { hour: '2-digit', minute: '2-digit', second: '2-digit' });

/** A time to come, short: `15:02`, or with its day from half a day ahead, `Mon 18:02`. In ms since the epoch. */
export const plannedTime = (at: number, now: number): string => (at - now > HALF_DAY_MS ? clockOnDay : clock).format(at);

/** `14:32:02`, in the zone of the reader. */
export const secondsTime = (at: number): string => seconds.format(at);
