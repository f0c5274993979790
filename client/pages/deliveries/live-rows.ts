import type { GroupedDelivery, ListedAttempt, NewAttempt } from './deliveries.queries.ts';

type Delivery = NewAttempt['delivery'];

/** Attempts that a row of the grouped page shows, as many as its query reads. */
const MOST_ATTEMPTS = 8;

/** Ids of rows that wait behind "n new": each once, none that is shown. */
export function withNews(waiting: ReadonlySet<string>, shown: readonly { id: string }[], news: readonly { id: string }[]): ReadonlySet<string> {
  const known = new Set(shown.map(({ id }) => id));
  const fresh = news.filter(({ id }) => !known.has(id) && !waiting.has(id));
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

/** Attempts that arrived for each delivery, by its id, oldest first. */
export function withAttempts(known: ReadonlyMap<string, readonly NewAttempt[]>, attempts: readonly NewAttempt[]): ReadonlyMap<string, readonly NewAttempt[]> {
  const next = new Map(known);
  for (const attempt of attempts) {
    const others = (next.get(attempt.delivery.id) ?? []).filter(({ id }) => id !== attempt.id);
    next.set(attempt.delivery.id, [...others, attempt].sort((a, b) => a.number - b.number));
  }
  return next;
}

/** Grouped rows as their deliveries stand now, with the attempts that came since; the others stay the same objects. */
export function groupedUpToDate(rows: readonly GroupedDelivery[], news: ReadonlyMap<string, readonly NewAttempt[]>): GroupedDelivery[] {
  return rows.map((row) => {
    const attempts = news.get(row.id);
    if (!attempts) return row;
    const shown = new Set(row.attempts.nodes.map(({ id }) => id));
    const nodes = [...row.attempts.nodes, ...attempts.filter(({ id }) => !shown.has(id))].slice(-MOST_ATTEMPTS);
    const newest = attempts.reduce((latest, { delivery }) => (delivery.revision > latest.revision ? delivery : latest), row as Delivery);
    return { ...row, ...newest, attempts: { nodes } };
  });
}
