/** Height of a row of the stream in px. */
export const ROW_HEIGHT = 26;

const SPARE_ROWS = 4;

/** Which rows a list of rows of one height must draw: those in sight and a few beside. `[first, end)` */
export function rowWindow({ scrollTop, height, count }: { scrollTop: number; height: number; count: number }): { first: number; end: number } {
  const first = Math.max(0, Math.floor(scrollTop / ROW_HEIGHT) - SPARE_ROWS);
  return { first, end: Math.min(count, Math.ceil((scrollTop + height) / ROW_HEIGHT) + SPARE_ROWS) };
}
