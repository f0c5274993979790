import { t } from '../../i18n.ts';
import type { RowOrder } from './row-order.ts';

export interface TableColumn { id: string; header: string; accessorKey?: string; enableSorting?: boolean; meta?: { class: { th?: string; td?: string } } }

const wide = (width: string) => ({ class: { th: width, td: `${width} max-w-0` } });

/** Of a column of numbers or times. */
export const AT_END = { class: { th: 'text-end', td: 'text-end' } };

/** What the head of the table tells about the order of its rows, which the server made. */
export const sortedBy = ({ column, isUp }: RowOrder) => ({ sorting: [{ id: column, desc: !isUp }], sortingOptions: { manualSorting: true } });

/** Of a column that rows can be sorted by. Only what has a value can be said to be sorted. */
export const SORTABLE = { accessorKey: 'id', enableSorting: true };

/** The columns of a table of deliveries, around those that tell how it went. */
export function tableColumns(outcome: readonly TableColumn[], startedAt: string): TableColumn[] {
  return [
    { id: 'choose', header: '', meta: { class: { th: 'w-9 pe-0', td: 'w-9 pe-0' } } },
    { id: 'webhook', header: t('deliveries.columns.webhook'), meta: wide('w-[34%] min-w-52') },
    { id: 'event', header: t('deliveries.columns.event'), meta: wide('w-[30%] min-w-48') },
    { id: 'status', header: t('deliveries.columns.status') },
    ...outcome,
    { id: 'startedAt', header: startedAt, ...SORTABLE, meta: AT_END },
    { id: 'actions', header: '' },
  ];
}
