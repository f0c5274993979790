import { t } from '../../i18n.ts';
import { AT_END, SORTABLE, wide, type TableColumn } from '../../lib/table-columns.ts';
import type { RowOrder } from './row-order.ts';

/** What the head of the table tells about the order of its rows, which the server made. */
export const sortedBy = ({ column, isUp }: RowOrder) => [{ id: column, desc: !isUp }];

/** The columns of a table of deliveries, around those that tell how it went. */
export function tableColumns(outcome: readonly TableColumn[], startedAt: string): TableColumn[] {
  return [
    { id: 'choose', header: '', meta: { class: { th: 'w-6 pe-0', td: 'w-6 pe-0' } } },
    { id: 'webhook', header: t('deliveries.columns.webhook'), meta: wide('w-[34%] min-w-48') },
    { id: 'event', header: t('deliveries.columns.event'), meta: wide('w-[30%] min-w-44') },
    { id: 'status', header: t('deliveries.columns.status') },
    ...outcome,
    { id: 'startedAt', header: startedAt, ...SORTABLE, meta: AT_END },
    { id: 'actions', header: '' },
  ];
}
