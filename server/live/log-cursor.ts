/** A position in the live log: how far each lane has been read. Lanes that are missing have not been read at all. */
export type LogPosition = ReadonlyMap<number, number>;

const FORM = /^\d+\.\d+(,\d+\.\d+)*$/;
/** The log of attempts; others have names of their own. */
const ATTEMPTS = 'log';

/** An opaque text for clients. */
export function writeLogCursor(position: LogPosition, log = ATTEMPTS): string {
  const lanes = [...position].sort(([a], [b]) => a - b).map(([lane, seq]) => `${lane}.${seq}`);
  return Buffer.from(`${log}:${lanes.join(',')}`).toString('base64url');
}

/** Null when the text is no cursor of that log. */
export function readLogCursor(cursor: string, log = ATTEMPTS): LogPosition | null {
  const text = Buffer.from(cursor, 'base64url').toString('latin1');
  if (!text.startsWith(`${log}:`)) return null;
  const lanes = text.slice(log.length + 1);
  if (lanes === '') return new Map();
  if (!FORM.test(lanes)) return null;
  const position = new Map(lanes.split(',').map((part) => part.split('.').map(Number) as [number, number]));
  return [...position].flat().every(Number.isSafeInteger) ? position : null;
}

/** Whether a position lies beyond the end of the log, as after a database was restored from a backup. */
export function isBeyond(position: LogPosition, end: LogPosition): boolean {
  return [...position].some(([lane, seq]) => seq > (end.get(lane) ?? 0));
}

/** Whether two readers have read the same. */
export const isSame = (one: LogPosition, other: LogPosition) => distance(one, other) === 0 && distance(other, one) === 0;

/** A position moved on to where it would be if everything up to `other` had been read. */
export function advanced(position: LogPosition, other: LogPosition): LogPosition {
  return new Map([...position, ...[...other].filter(([lane, seq]) => seq > (position.get(lane) ?? 0))]);
}

/** How many changes lie between two positions. */
export function distance(from: LogPosition, to: LogPosition): number {
  let changes = 0;
  for (const [lane, seq] of to) changes += Math.max(0, seq - (from.get(lane) ?? 0));
  return changes;
}
