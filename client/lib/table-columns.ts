/** A column of a table. */
export interface TableColumn {
  id: string;
  /** Its head; empty over choices and actions, whose width nobody changes. */
  header: string;
  accessorKey?: string;
  enableSorting?: boolean;
  meta?: { class: { th?: string; td?: string } };
}

/** Of a column whose text is cut where it ends. */
export const wide = (width: string) => ({ class: { th: width, td: `${width} max-w-0` } });

/** Of a column of numbers or times. */
export const AT_END = { class: { th: 'text-end', td: 'text-end' } };

/** Of a column that rows can be sorted by. Only what has a value can be said to be sorted. */
export const SORTABLE = { accessorKey: 'id', enableSorting: true };
