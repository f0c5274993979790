import { useLocalStorage } from '@vueuse/core';
import { computed } from 'vue';
import type { Widths } from '../lib/column-widths.ts';

/** Widths of the columns of a table, as they were dragged in this browser. */
export function useColumnWidths(table: string) {
  const widths = useLocalStorage<Widths>(`keybell-${table}-widths`, {});
  const isByHand = computed(() => Object.keys(widths.value).length > 0);
  const reset = () => { widths.value = {}; };
  return { widths, isByHand, reset };
}
