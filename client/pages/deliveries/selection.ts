/** The selection with one more id, or without it. */
export function withToggled(chosen: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(chosen);
  if (!next.delete(id)) next.add(id);
  return next;
}

/** A row stands for a delivery: an attempt of it, or the delivery itself. */
export interface SelectableRow {
  id: string;
  delivery: { id: string };
}

/** The selection with the deliveries of all rows between two, both included, in either direction; null when one is not on the page. */
export function withRange(chosen: ReadonlySet<string>, rows: readonly SelectableRow[], from: string, to: string): ReadonlySet<string> | null {
  const ends = [from, to].map((id) => rows.findIndex((row) => row.id === id));
  const [start, end] = [Math.min(...ends), Math.max(...ends)];
  return start < 0 ? null : new Set([...chosen, ...rows.slice(start, end + 1).map(({ delivery }) => delivery.id)]);
}
