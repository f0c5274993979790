const MINUTE_MS = 60_000;

/** The value of a date-and-time field for a moment in ms since epoch, in the reader's zone. */
export function localTime(at: number): string {
  const shifted = at - new Date(at).getTimezoneOffset() * MINUTE_MS;
  return new Date(shifted).toISOString().slice(0, 'yyyy-mm-ddThh:mm'.length);
}
