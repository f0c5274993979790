import type { ListedAttempt, NewAttempt } from './deliveries.queries.ts';

type Delivery = NewAttempt['delivery'];

/** Ids of attempts that wait behind "n new": each once, none that is shown. */
export function withNews(waiting: ReadonlySet<string>, shown: readonly { id: string }[], attempts: readonly { id: string }[]): ReadonlySet<string> {
  const known = new Set(shown.map(({ id }) => id));
  const fresh = attempts.filter(({ id }) => !known.has(id) && !waiting.has(id));
  return fresh.length === 0 ? waiting : new Set([...waiting, ...fresh.map(({ id }) => id)]);
}

/** What newer attempts say about deliveries, newest revision of each. */
export function withDeliveries(known: ReadonlyMap<string, Delivery>, attempts: readonly NewAttempt[]): ReadonlyMap<string, Delivery> {
  const next = new Map(known);
  for (const { delivery } of attempts) {
    if ((next.get(delivery.id)?.revision ?? -1) < delivery.revision) next.set(delivery.id, delivery);
  }
  return next;
}

/** Rows whose delivery went on are shown as it stands now; the others stay the same objects. */
export function upToDate(rows: readonly ListedAttempt[], deliveries: ReadonlyMap<string, Delivery>): ListedAttempt[] {
  return rows.map((row) => {
    const newer = deliveries.get(row.delivery.id);
    return newer && newer.revision > row.delivery.revision ? { ...row, delivery: { ...row.delivery, ...newer } } : row;
  });
}
