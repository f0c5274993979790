import { ref, watch, type Ref } from 'vue';

/** A menu, panel or dialog that is made when it is first opened: a closed one costs as much as the rest of the row that it is in, and few are ever opened. */
export function useFirstOpening(isOpen: Ref<boolean> = ref(false)) {
  const isMade = ref(isOpen.value);
  watch(isOpen, (is) => { if (is) isMade.value = true; }, { flush: 'sync' });
  const open = () => { isOpen.value = true; };
  return { isMade, isOpen, open };
}
