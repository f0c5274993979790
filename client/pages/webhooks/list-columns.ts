/** Columns that can be hidden; name, URL, switch and actions always stay. */
export const OPTIONAL_COLUMNS = ['environment', 'events', 'trend', 'success', 'p95', 'lastDelivery', 'updated'] as const;
export type OptionalColumn = (typeof OPTIONAL_COLUMNS)[number];

const STANDARD: readonly OptionalColumn[] = ['environment', 'events', 'trend'];

/** Columns that need the statistics of each row. */
export const TREND_COLUMNS: readonly OptionalColumn[] = ['trend', 'success', 'p95', 'lastDelivery'];

/** The chosen columns in the order of the table, from what was remembered as `environment,events`; the standard when nothing was. */
export function columnsOf(remembered: string | null): OptionalColumn[] {
  if (remembered === null) return [...STANDARD];
  const names = remembered.split(',');
  return OPTIONAL_COLUMNS.filter((column) => names.includes(column));
}

/** With a column added or taken away. */
export function withColumn(columns: readonly OptionalColumn[], column: OptionalColumn, isShown: boolean): OptionalColumn[] {
  return OPTIONAL_COLUMNS.filter((candidate) => (candidate === column ? isShown : columns.includes(candidate)));
}
