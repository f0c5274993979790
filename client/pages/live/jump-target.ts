/** Where one wants to look: at an attempt (or whatever it belongs to), or at a moment in ms since epoch. */
export type JumpTarget = { id: string } | { at: number };

const ID = /^[a-z]+_[0-9A-Za-z-]+$/;
const CLOCK = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/;
const DAY_MS = 86_400_000;

/**
 * Reads what somebody typed: an id, a date and time, or a time of the day, which is the last one that was, in the reader's zone.
 * Null when it is none of these. `now` in ms since epoch.
 */
export function jumpTarget(text: string, now: number): JumpTarget | null {
  const typed = text.trim();
  if (ID.test(typed)) return { id: typed };
  const clock = CLOCK.exec(typed);
  if (clock) return clockTarget(clock, now);
  if (!/^\d{4}-\d{2}-\d{2}/.test(typed)) return null;
  const at = Date.parse(typed.replace(/^(\d{4}-\d{2}-\d{2})\s+/, '$1T'));
  return Number.isNaN(at) ? null : { at };
}

function clockTarget([, hours, minutes, seconds = '0']: RegExpExecArray, now: number): JumpTarget | null {
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return null;
  const today = new Date(now).setHours(Number(hours), Number(minutes), Number(seconds), 0);
  return { at: today <= now ? today : today - DAY_MS };
}
