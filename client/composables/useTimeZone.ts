import { localZoneName, timeZone } from '../lib/time-zone.ts';

/** The time zone of the console: that of the reader, or UTC as logs have it. Remembered in this browser. */
export function useTimeZone() {
  return { timeZone, localZoneName };
}
