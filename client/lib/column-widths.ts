/** Widths chosen by hand, in px, by column. The others are as wide as the table finds right. */
export type Widths = Readonly<Record<string, number>>;

/** A word and a button still fit. */
export const NARROWEST = 64;
export const WIDEST = 900;

export const within = (width: number, least: number, most: number): number => Math.min(most, Math.max(least, Math.round(width)));

/** With another width of a column. The first time, all others keep the widths that they have just now, so that nothing else moves under the hand. */
export function resized(widths: Widths, column: string, width: number, measure: () => Widths): Widths {
  return { ...(column in widths ? widths : { ...measure(), ...widths }), [column]: within(width, NARROWEST, WIDEST) };
}

/** With a column as wide as the table finds right. */
export const withoutWidth = (widths: Widths, column: string): Widths => Object.fromEntries(Object.entries(widths).filter(([id]) => id !== column));
