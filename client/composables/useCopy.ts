import { ref, type Ref } from 'vue';

const SHOWN_MS = 2_000;

interface Copy {
  /** True for two seconds after a copy. */
  isCopied: Ref<boolean>;
  copy(text: string): Promise<void>;
}

/** Copies to the clipboard; a page served without TLS has no clipboard API, so the old way is the fallback. */
export function useCopy(): Copy {
  const isCopied = ref(false);
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function copy(text: string): Promise<void> {
    if (navigator.clipboard) await navigator.clipboard.writeText(text).catch(() => copyBySelection(text));
    else copyBySelection(text);
    isCopied.value = true;
    clearTimeout(timer);
    timer = setTimeout(() => { isCopied.value = false; }, SHOWN_MS);
  }

  return { isCopied, copy };
}

function copyBySelection(text: string): void {
  const area = document.createElement('textarea');
  area.value = text;
  area.style.position = 'fixed';
  area.style.opacity = '0';
  document.body.append(area);
  area.select();
  document.execCommand('copy');
  area.remove();
}
