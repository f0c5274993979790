import { useLocalStorage } from '@vueuse/core';
import { computed } from 'vue';
import { columnsOf, withColumn, type OptionalColumn } from './list-columns.ts';

/** Which columns this browser shows, and whether its rows have one line. */
export function useListColumns() {
  const remembered = useLocalStorage<string | null>('keybell-webhook-columns', null, { writeDefaults: false });
  const isCompact = useLocalStorage('keybell-webhooks-compact', false);
  const columns = computed(() => columnsOf(remembered.value));
  function show(column: OptionalColumn, isShown: boolean): void {
    remembered.value = withColumn(columns.value, column, isShown).join(',');
  }
  return { columns, isCompact, show };
}
