import type { PlannedAttempt } from './attempt-plan.ts';

/** Where something stands on the axis, in px from the left. */
export interface Span {
  left: number;
  right: number;
}

/** Px between two bands, so that they read as two. */
const BAND_GAP = 2;
/** Mean width of a character of the labels, 11 px high, in px; somewhat too wide rather than too narrow. */
const CHAR = 6.3;

/** The bands of jitter, none over another: where two would overlap they meet half way between their attempts. */
export function bandsOf(plan: readonly PlannedAttempt[], place: (at: number) => number): (Span & { x: number })[] {
  const bands = plan.map(({ at, earliest, latest }) => ({ x: place(at), left: place(earliest), right: place(latest) }));
  for (let index = 1; index < bands.length; index++) {
    const [before, band] = [bands[index - 1], bands[index]];
    if (!before || !band || before.right + BAND_GAP <= band.left) continue;
    const border = Math.min(Math.max((before.x + band.x) / 2, before.x), band.x);
    before.right = Math.max(before.left, border - BAND_GAP / 2);
    band.left = Math.min(band.right, border + BAND_GAP / 2);
  }
  return bands;
}

/** The space that a centred label takes. */
export const labelSpan = (x: number, text: string): Span => ({ left: x - (text.length * CHAR) / 2, right: x + (text.length * CHAR) / 2 });

/** Where the middle of a label stands so that no end of it is cut off. */
export function keptInside(x: number, text: string, width: number): number {
  const half = (text.length * CHAR) / 2;
  return Math.max(half, Math.min(x, width - half));
}

/**
 * Which labels can be read: in the given order, each that stays clear of those before it and of what is taken already.
 * @param gap px between two labels
 */
export function readable(labels: readonly Span[], { order, taken = [], gap = 6 }: { order: readonly number[]; taken?: readonly Span[]; gap?: number }): boolean[] {
  const used = [...taken];
  const isShown = labels.map(() => false);
  for (const index of order) {
    const label = labels[index];
    if (!label || used.some((other) => label.left < other.right + gap && other.left < label.right + gap)) continue;
    isShown[index] = true;
    used.push(label);
  }
  return isShown;
}

const LARGEST = 8;
const SMALLEST = 3;

/** Radius of each mark, so that neighbours touch as little as there is room for. */
export function radiiOf(places: readonly number[]): number[] {
  return places.map((x, index) => {
    const nearest = Math.min(...[places[index - 1], places[index + 1]].map((other) => (other === undefined ? Number.POSITIVE_INFINITY : Math.abs(other - x))));
    return Math.min(LARGEST, Math.max(SMALLEST, nearest / 2 - 0.5));
  });
}
