import { watchDebounced } from '@vueuse/core';
import { ref, toValue, type MaybeRefOrGetter, type Ref } from 'vue';

/** A text as it stood when nobody had typed for `waitMs`: asks the server once for a word, not once for a letter. */
export function useSettled(text: MaybeRefOrGetter<string>, waitMs: number): Readonly<Ref<string>> {
  const settled = ref(toValue(text));
  watchDebounced(() => toValue(text), (value) => { settled.value = value; }, { debounce: waitMs });
  return settled;
}
