/** The plan of a scenario follows from its seed: what is published, what the oracle refuses, where and when it is struck. */
export const SEED = Number(process.env.FAULTS_SEED ?? 20_261_121);

/** `npm run test:faults` runs the long form. */
export const IS_LONG = process.env.FAULTS === 'long';

/** Numbers from 0 to 1 that are the same for the same seed and name (mulberry32). */
export function chanceOf(name: string): () => number {
  let state = [...name].reduce((sum, letter) => Math.imul(sum ^ letter.charCodeAt(0), 0x01000193), SEED);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A whole number from `min` to `max`. */
export const between = (random: () => number, min: number, max: number): number => min + Math.floor(random() * (max - min + 1));
