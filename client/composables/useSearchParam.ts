import { onScopeDispose, ref, watch, type Ref } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { firstPage } from './usePages.ts';

const DEBOUNCE_MS = 300;

/** A search field whose text is kept in the address under `name`, 300 ms after the last key. */
export function useSearchParam(name = 'q'): Ref<string> {
  const route = useRoute();
  const router = useRouter();
  const inAddress = () => (typeof route.query[name] === 'string' ? route.query[name] : '');
  const text = ref(inAddress());
  let timer: ReturnType<typeof setTimeout> | undefined;

  watch(text, (value) => {
    clearTimeout(timer);
    const wanted = value.trim();
    if (wanted === inAddress()) return;
    timer = setTimeout(() => {
      const { [name]: _, ...rest } = firstPage(route.query);
      void router.replace({ query: wanted ? { ...rest, [name]: wanted } : rest });
    }, DEBOUNCE_MS);
  });
  watch(inAddress, (value) => {
    if (value !== text.value.trim()) text.value = value;
  });
  onScopeDispose(() => clearTimeout(timer));

  return text;
}
