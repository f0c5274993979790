import { setTimeout as delay } from 'node:timers/promises';

const LOOK_MS = 50;

/** Looks again and again until it is so. */
export async function until(what: string, isSo: () => boolean | Promise<boolean>, limitMs = 60_000): Promise<void> {
  for (const giveUpAt = performance.now() + limitMs; !(await isSo()); await delay(LOOK_MS)) {
    if (performance.now() > giveUpAt) throw new Error(`Waited ${limitMs} ms for ${what} in vain.`);
  }
}
