import { onKeyStroke } from '@vueuse/core';
import { toValue, type MaybeRefOrGetter, type Ref } from 'vue';
import { isPlainKey } from '../lib/plain-key.ts';

/**
 * Keys of a table: `j` and `k` go to the next and previous row, `x` selects the row that has the focus, Shift-x all up to it. A row is
 * reached by its link, marked `data-row-link`, and selected by the click on its checkbox, marked `data-row-choice`.
 * @param isWalked somebody else walks from row to row, for a panel beside the table
 */
export function useRowKeys(table: Readonly<Ref<HTMLElement | null>>, isWalked: MaybeRefOrGetter<boolean> = false): void {
  const links = () => [...table.value?.querySelectorAll<HTMLElement>('[data-row-link]') ?? []];
  const focusedRow = () => (table.value?.contains(document.activeElement) ? document.activeElement?.closest('tr') ?? null : null);

  function step(by: 1 | -1): void {
    const all = links();
    const row = focusedRow();
    const index = all.findIndex((link) => row?.contains(link));
    const next = index < 0 ? all[0] : all[index + by];
    next?.focus();
    next?.closest('tr')?.scrollIntoView({ block: 'nearest' });
  }

  const mayStep = (event: KeyboardEvent) => isPlainKey(event) && !toValue(isWalked);

  onKeyStroke('j', (event) => { if (mayStep(event)) step(1); });
  onKeyStroke('k', (event) => { if (mayStep(event)) step(-1); });
  onKeyStroke(['x', 'X'], (event) => {
    if (!isPlainKey(event)) return;
    const box = focusedRow()?.querySelector('[data-row-choice]');
    box?.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, shiftKey: event.shiftKey }));
  });
}
