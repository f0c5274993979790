import { writeSync } from 'node:fs';

/** Places at which a test can make the process fail, in the order in which an event passes them. */
export const FAILPOINTS = [
  'mid-fan-out', 'before-publish-commit', 'after-publish-commit', 'after-claim', 'after-connect', 'mid-body', 'after-request',
  'after-response', 'before-outcome-commit', 'after-outcome-commit',
] as const;
export type Failpoint = (typeof FAILPOINTS)[number];

/** `crash` is SIGKILL, `pause` SIGSTOP until somebody sends SIGCONT, `throw` an error at that place. */
const ACTIONS = ['crash', 'pause', 'throw'] as const;
type Action = (typeof ACTIONS)[number];

/** What happens at the `hit`-th time, from 1, that the process passes a place. */
export interface ArmedFailpoint { readonly name: Failpoint; readonly action: Action; readonly hit: number }

let armed: Map<Failpoint, { action: Action; hitsLeft: number }> | null = null;

/** Does nothing, unless the process was started with this failpoint. */
export function failpoint(name: Failpoint): void {
  if (armed !== null) pass(name);
}

/** The same once what runs now is done, for places within a library: a socket has then taken what it could of a request. */
export function failpointSoon(name: Failpoint, afterMs = 0): void {
  if (armed === null) return;
  if (afterMs === 0) queueMicrotask(() => pass(name));
  else setTimeout(pass, afterMs, name);
}

/** Called once, at the start of a process that is to fail. */
export function armFailpoints(failpoints: readonly ArmedFailpoint[]): void {
  if (failpoints.length > 0) armed = new Map(failpoints.map(({ name, action, hit }) => [name, { action, hitsLeft: hit }]));
}

/** Reads `<name>:<action>` or `<name>:<action>:<hit>`; null when it is something else. */
export function parseFailpoint(text: string): ArmedFailpoint | null {
  const [name, action, hit = '1', ...rest] = text.split(':');
  const known = FAILPOINTS.find((each) => each === name);
  const does = ACTIONS.find((each) => each === action);
  return known && does && rest.length === 0 && /^[1-9]\d{0,8}$/.test(hit) ? { name: known, action: does, hit: Number(hit) } : null;
}

function pass(name: Failpoint): void {
  const point = armed?.get(name);
  if (!point || --point.hitsLeft !== 0) return;
  // Not through the log: a crash must not lose the line that tells of it.
  writeSync(2, `failpoint ${name}: ${point.action}\n`);
  if (point.action === 'throw') throw new Error(`The failpoint ${name} is set to throw.`);
  process.kill(process.pid, point.action === 'crash' ? 'SIGKILL' : 'SIGSTOP');
}
