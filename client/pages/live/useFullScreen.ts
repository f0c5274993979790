import { useEventListener } from '@vueuse/core';
import { computed, ref } from 'vue';

/** The page over the whole window, and over the whole screen where the browser lets it. Leaving one leaves the other. */
export function useFullScreen() {
  const isShown = ref(false);

  const isFull = computed({
    get: () => isShown.value,
    set(wanted) {
      isShown.value = wanted;
      if (wanted) void document.documentElement.requestFullscreen?.().catch(() => undefined);
      else if (document.fullscreenElement) void document.exitFullscreen();
    },
  });
  useEventListener(document, 'fullscreenchange', () => { if (!document.fullscreenElement) isShown.value = false; });

  return { isFull };
}
