import { formatLanguage } from '../i18n.ts';
import { zonedFormat } from './time-zone.ts';

const HALF_DAY_MS = 43_200_000;
const clock = zonedFormat(formatLanguage, { hour: '2-digit', minute: '2-digit' });
const clockOnDay = zonedFormat(formatLanguage, { weekday: 'short', hour: '2-digit', minute: '2-digit' });

/** A time to come, short: `15:02`, or with its day from half a day ahead, `Mon 18:02`. In ms since the epoch. */
export const plannedTime = (at: number, now: number): string => (at - now > HALF_DAY_MS ? clockOnDay : clock)(at);

/** `14:32:02`, in the zone in which times are shown. */
export const secondsTime = zonedFormat(formatLanguage, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
