/** Shorter than this, a bar could be taken for none. */
const LEAST_SHARE = 0.01;

/** The counted things, the most frequent first, each with the length of its bar from 0 to 1. */
export function barShares<Item extends { count: number }>(items: readonly Item[]): { item: Item; share: number }[] {
  const sorted = items.filter(({ count }) => count > 0).sort((one, other) => other.count - one.count);
  const most = sorted[0]?.count ?? 1;
  return sorted.map((item) => ({ item, share: Math.max(LEAST_SHARE, item.count / most) }));
}
