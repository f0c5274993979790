import { useLocalStorage } from '@vueuse/core';

export type TimeZoneChoice = 'local' | 'utc';

/** In which zone times are shown. Formats read it each time, so what is on the screen follows it. */
export const timeZone = useLocalStorage<TimeZoneChoice>('keybell-time-zone', 'local');

/** For `Intl`; undefined is the zone of the reader. */
export const zoneName = (): string | undefined => (timeZone.value === 'utc' ? 'UTC' : undefined);

/** `Europe/Vienna`: the zone of the reader by its own name. */
export const localZoneName = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** A format of times that follows the chosen zone. `Intl` objects are dear to make: one for each zone. */
export function zonedFormat(language: string, options: Intl.DateTimeFormatOptions): (at: number) => string {
  const made = new Map<TimeZoneChoice, Intl.DateTimeFormat>();
  return (at) => {
    const choice = timeZone.value;
    let format = made.get(choice);
    if (!format) {
      format = new Intl.DateTimeFormat(language, { ...options, ...(zoneName() !== undefined && { timeZone: zoneName() }) });
      made.set(choice, format);
    }
    return format.format(at);
  };
}
