interface Bar {
  x: number;
  y: number;
  width: number;
  height: number;
}

const DAY_MS = 86_400_000;
const DAYS = 30;
const LEAST_HEIGHT = 1;

/** The last 30 days, from a midnight of UTC, so that the question stays the same while a page is open. `now` in ms since epoch. */
export function lastDays(now: number): { from: string; to: string } {
  const today = now - (now % DAY_MS);
  return { from: new Date(today - (DAYS - 1) * DAY_MS).toISOString(), to: new Date(today + DAY_MS).toISOString() };
}

/** Columns that fill a box, the highest its whole height; what is not zero can be seen. */
export function volumeBars(counts: readonly number[], { width, height }: { width: number; height: number }): Bar[] {
  const most = Math.max(...counts, 1);
  const step = width / Math.max(1, counts.length);
  return counts.flatMap((value, index) => {
    if (value === 0) return [];
    const tall = Math.max(LEAST_HEIGHT, (value / most) * height);
    return [{ x: index * step, y: height - tall, width: step * 0.8, height: tall }];
  });
}
