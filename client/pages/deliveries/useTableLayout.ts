import { useLocalStorage } from '@vueuse/core';
import { computed } from 'vue';
import { useColumnWidths } from '../../composables/useColumnWidths.ts';
import { t } from '../../i18n.ts';

/** Columns that can be left out, with their heads. Webhook and event say what a row is and always stay. */
const OPTIONAL = {
  status: t('deliveries.columns.status'),
  code: t('deliveries.columns.code'),
  duration: t('deliveries.columns.duration'),
  number: t('deliveries.columns.number'),
  startedAt: t('deliveries.columns.startedAt'),
};
export type OptionalColumn = keyof typeof OPTIONAL;

const ROW_HEIGHT = { comfortable: 'h-[36px]', compact: 'h-[28px]' };

/** How the table looks in this browser: which columns, and how dense. */
export function useTableLayout() {
  const hidden = useLocalStorage<OptionalColumn[]>('keybell-deliveries-hidden', []);
  const { isByHand, reset } = useColumnWidths('deliveries');
  const isCompact = useLocalStorage('keybell-deliveries-compact', false);

  const rowHeight = computed(() => ROW_HEIGHT[isCompact.value ? 'compact' : 'comfortable']);
  const isShown = (column: string) => !hidden.value.some((name) => name === column);

  function show(column: OptionalColumn, isOn: boolean): void {
    const others = hidden.value.filter((name) => name !== column);
    hidden.value = isOn ? others : [...others, column];
  }

  const menu = computed(() => [
    Object.entries(OPTIONAL).map(([column, label]) => ({
      label, type: 'checkbox' as const, checked: isShown(column),
      onUpdateChecked: (isOn: boolean) => show(column as OptionalColumn, isOn),
      onSelect: (event: Event) => event.preventDefault(),
    })),
    [{ label: t('deliveries.layout.compact'), type: 'checkbox' as const, checked: isCompact.value, onUpdateChecked: (isOn: boolean) => { isCompact.value = isOn; } }],
    [{ label: t('common.resize.reset'), icon: 'i-lucide-rotate-ccw', disabled: !isByHand.value, onSelect: reset }],
  ]);

  return { isShown, rowHeight, menu };
}
