import { useToast } from '@nuxt/ui/composables';
import { t } from '../i18n.ts';

/** How long something can be taken back. */
const UNDO_MS = 10_000;

interface Undoable {
  /** What was done, in one line. */
  title: string;
  /** Takes it back; an answer is a sentence that says why that failed. */
  undo: () => Promise<string | undefined> | void;
}

/** For what can be taken back: it is done without a question, and a line at the lower right offers to undo it for ten seconds. */
export function useUndo() {
  const toast = useToast();

  function offerUndo({ title, undo }: Undoable): void {
    let isTaken = false;
    async function takeBack(): Promise<void> {
      if (isTaken) return;
      isTaken = true;
      toast.remove(id);
      const failure = await undo();
      if (failure) toast.add({ title: t('common.undo.failed'), description: failure, color: 'error', icon: 'i-lucide-circle-x' });
    }
    const { id } = toast.add({ title, icon: 'i-lucide-circle-check', duration: UNDO_MS, orientation: 'horizontal', actions: [{ label: t('common.undo.label'), color: 'neutral', variant: 'outline', onClick: () => void takeBack() }] });
  }

  return { offerUndo };
}
