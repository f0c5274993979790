import { watchEffect } from 'vue';
import { nameDocument } from '../page-title.ts';

/** Names the document after what the page shows, as soon as that is known; until then it is called like its route. */
export function usePageTitle(name: () => string | undefined): void {
  watchEffect(() => {
    const known = name();
    if (known) nameDocument(known);
  });
}
