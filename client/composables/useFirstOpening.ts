import { ref, shallowRef } from 'vue';

/** A menu or panel that is made when it is first opened: a closed one costs as much as the rest of the row that it is in, and few are ever opened. */
export function useFirstOpening() {
  const isMade = shallowRef(false);
  const isOpen = ref(false);
  function open(): void {
    isMade.value = true;
    isOpen.value = true;
  }
  return { isMade, isOpen, open };
}
