import { useDocumentVisibility } from '@vueuse/core';
import { computed, ref, toValue, type MaybeRefOrGetter } from 'vue';

export type PauseReason = 'hidden' | 'past' | 'selected' | 'hand' | 'pointer' | 'focus';

interface PauseOptions {
  isSelected: MaybeRefOrGetter<boolean>;
  /** The past is looked at. */
  isPast: MaybeRefOrGetter<boolean>;
}

/**
 * Why the stream does not move. It rests by itself while somebody points at it or is in it with the keyboard, has a row selected, or cannot
 * see it. Whoever resumes it nevertheless is obeyed until pointer and focus have left.
 */
export function usePause({ isSelected, isPast }: PauseOptions) {
  const byHand = ref(false);
  const isPointerIn = ref(false);
  const isFocusIn = ref(false);
  const isReleased = ref(false);
  const visibility = useDocumentVisibility();

  const reason = computed<PauseReason | null>(() => {
    if (visibility.value === 'hidden') return 'hidden';
    if (toValue(isPast)) return 'past';
    if (toValue(isSelected)) return 'selected';
    if (byHand.value) return 'hand';
    if (isReleased.value) return null;
    if (isPointerIn.value) return 'pointer';
    return isFocusIn.value ? 'focus' : null;
  });

  /** A finger that scrolls does not point, nor does a mouse that lies still while the page moves under it. */
  const region = {
    onPointermove: ({ pointerType }: PointerEvent) => { isPointerIn.value = pointerType === 'mouse'; },
    onPointerleave: () => { isPointerIn.value = isReleased.value = false; },
    onFocusin: ({ target }: FocusEvent) => { isFocusIn.value = (target as Element).matches(':focus-visible'); },
    onFocusout: () => { isFocusIn.value = isReleased.value = false; },
  };

  function pause(): void {
    byHand.value = true;
  }
  function resume(): void {
    byHand.value = false;
    isReleased.value = isPointerIn.value || isFocusIn.value;
  }

  return { reason, isPaused: computed(() => reason.value !== null), pause, resume, region };
}
