const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const ISO = /^P(?:(\d+(?:\.\d+)?)D)?(?:T(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

/** Milliseconds of an ISO 8601 duration of days, hours, minutes and seconds, e.g. `PT5M`; NaN when it is none. */
export function durationMs(iso: string): number {
  const match = ISO.exec(iso);
  if (!match) return Number.NaN;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((part) => Number(part ?? 0));
  return days * DAY_MS + hours * HOUR_MS + minutes * MINUTE_MS + seconds * SECOND_MS;
}

/** The ISO 8601 duration of milliseconds, in seconds: the server writes it in its own way anyhow. */
export const isoDuration = (ms: number): string => `PT${ms / SECOND_MS}S`;

const UNITS: readonly [ms: number, word: string][] = [[DAY_MS, 'd'], [HOUR_MS, 'h'], [MINUTE_MS, 'min'], [SECOND_MS, 's']];

/** A wait in its two largest units: `5 s`, `1 min 30 s`, `14 h`, `3 d 3 h`. */
export function waitText(ms: number): string {
  let rest = Math.round(ms / SECOND_MS) * SECOND_MS;
  if (rest < SECOND_MS) return ms > 0 ? `${Math.round(ms)} ms` : '0 s';
  const first = UNITS.findIndex(([size]) => rest >= size);
  const parts: string[] = [];
  for (const [size, word] of UNITS.slice(first, first + 2)) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${count} ${word}`);
  }
  return parts.join(' ');
}

const UNIT_OF: Record<string, number> = { s: SECOND_MS, sec: SECOND_MS, m: MINUTE_MS, min: MINUTE_MS, h: HOUR_MS, d: DAY_MS };
const TYPED = /(\d+(?:\.\d+)?)\s*(sec|min|s|m|h|d)/g;

/** Milliseconds of a wait as a person types it, `5s`, `30 min`, `1h 30m`; null when it cannot be read. */
export function typedWaitMs(text: string): number | null {
  const parts = [...text.toLowerCase().matchAll(TYPED)];
  const rest = text.toLowerCase().replace(TYPED, '').trim();
  if (parts.length === 0 || rest !== '') return null;
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * (UNIT_OF[unit ?? ''] ?? 0), 0);
}
