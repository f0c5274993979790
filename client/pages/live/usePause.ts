import { computed, ref, type Ref } from 'vue';

/** Why the stream does not move: the button, a chosen row, or because someone reads further down. */
export function usePause(isChosen: Ref<boolean>, isScrolled: Ref<boolean>) {
  const byHand = ref(false);

  const isPaused = computed(() => byHand.value || isChosen.value || isScrolled.value);
  const reason = computed(() => {
    if (isChosen.value) return 'Paused while a row is selected';
    if (byHand.value) return 'Paused';
    return isScrolled.value ? 'Paused while scrolled down' : null;
  });

  return { byHand, isPaused, reason };
}
