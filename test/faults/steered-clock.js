import { readFileSync } from 'node:fs';

/*
 * Loaded into a server before its own code: its wall clock is then ahead of the real one by the milliseconds that the file CLOCK_FILE
 * names, from one moment to the next, as when somebody sets the clock of a machine. Timers and the monotonic clock stay as they are.
 */
const LOOK_MS = 10;
const { CLOCK_FILE = '' } = process.env;
const realNow = Date.now;
let aheadMs = Number(readFileSync(CLOCK_FILE, 'utf8'));

const now = () => realNow() + aheadMs;

globalThis.Date = new Proxy(Date, {
  construct: (date, given, made) => Reflect.construct(date, given.length === 0 ? [now()] : given, made),
  get: (date, name) => (name === 'now' ? now : Reflect.get(date, name)),
});

setInterval(() => {
  const wanted = Number(readFileSync(CLOCK_FILE, 'utf8'));
  if (wanted === aheadMs) return;
  aheadMs = wanted;
  process.stderr.write(`clock is ahead by ${aheadMs} ms\n`);
}, LOOK_MS).unref();
