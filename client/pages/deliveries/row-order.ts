/** A column that the rows can be in the order of. */
export type SortColumn = 'startedAt' | 'duration' | 'code';

export interface RowOrder { readonly column: SortColumn; readonly isUp: boolean }

export const NEWEST_FIRST: RowOrder = { column: 'startedAt', isUp: false };

/** The orders by their words in the address. */
const ORDERS = {
  newest: NEWEST_FIRST,
  oldest: { column: 'startedAt', isUp: true },
  slowest: { column: 'duration', isUp: false },
  fastest: { column: 'duration', isUp: true },
  highestCode: { column: 'code', isUp: false },
  lowestCode: { column: 'code', isUp: true },
} as const satisfies Record<string, RowOrder>;
export type OrderWord = keyof typeof ORDERS;

/** The order that an address asks for; the newest first when it asks for none that there is. */
export const orderOf = (word: unknown): RowOrder => (Object.hasOwn(ORDERS, String(word)) ? ORDERS[word as OrderWord] : NEWEST_FIRST);

export const isSame = (one: RowOrder, other: RowOrder): boolean => one.column === other.column && one.isUp === other.isUp;

/** The word of an order. */
export const wordOf = (order: RowOrder): OrderWord => (Object.keys(ORDERS) as OrderWord[]).find((word) => isSame(ORDERS[word], order)) ?? 'newest';

/** After a click on the head of a column: the other way round, or by that column, beginning with the largest. */
export const clicked = (order: RowOrder, column: SortColumn): RowOrder => ({ column, isUp: order.column === column && !order.isUp });

const directionOf = ({ isUp }: RowOrder) => (isUp ? 'ASC' as const : 'DESC' as const);

const OF_ATTEMPTS = { startedAt: 'STARTED_AT', duration: 'DURATION', code: 'STATUS_CODE' } as const;

/** For the list of attempts. */
export const attemptOrderBy = (order: RowOrder) => ({ field: OF_ATTEMPTS[order.column], direction: directionOf(order) });

/** For the list of deliveries, which cannot be asked for the slowest. */
export function deliveryOrderBy(asked: RowOrder) {
  const order = asked.column === 'duration' ? NEWEST_FIRST : asked;
  return { field: order.column === 'code' ? 'STATUS_CODE' as const : 'CREATED_AT' as const, direction: directionOf(order) };
}
