import { computed, shallowRef, watch } from 'vue';
import { isSameSelection, type Selection } from './event-selection.ts';

/** What is ticked in the panel of events, until its own buttons save or discard it. It follows whatever else changes the selection. */
export function useTickedEvents(saved: () => Selection, carried?: Selection) {
  const ticked = shallowRef<Selection>(carried ?? saved());
  watch(saved, (selection) => { ticked.value = selection; }, { flush: 'sync' });
  const hasUnsavedEvents = computed(() => !isSameSelection(ticked.value, saved()));
  return { ticked, hasUnsavedEvents };
}
