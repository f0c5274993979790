import { timeZone } from './time-zone.ts';

const MINUTE_MS = 60_000;

/** The value of a field for date and time, to the second, in the zone in which times are shown. In ms since the epoch. */
export function fieldTime(at: number): string {
  const offsetMs = timeZone.value === 'utc' ? 0 : new Date(at).getTimezoneOffset() * MINUTE_MS;
  return new Date(at - offsetMs).toISOString().slice(0, 'yyyy-mm-ddThh:mm:ss'.length);
}

/** The moment that such a value means, in ms since the epoch; NaN when it is none. */
export const fieldMoment = (value: string): number => Date.parse(timeZone.value === 'utc' ? `${value}Z` : value);
