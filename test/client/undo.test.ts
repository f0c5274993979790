import { useToast } from '@nuxt/ui/composables';
import { mount } from '@vue/test-utils';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { defineComponent, nextTick } from 'vue';
import { useUndo } from '../../client/composables/useUndo.ts';

type Toasts = ReturnType<typeof useToast>;

/** Offers to undo, in a component as pages do, and gives what is shown then. */
async function offered(undo: () => Promise<string | undefined>): Promise<Toasts> {
  let toast: Toasts | undefined;
  mount(defineComponent({
    setup() {
      toast = useToast();
      toast.clear();
      useUndo().offerUndo({ title: 'The role is changed', undo });
      return () => null;
    },
  }));
  await vi.waitFor(() => expect(toast?.toasts.value).toHaveLength(1));
  if (!toast) throw new Error('no toaster');
  return toast;
}

function press({ toasts }: Toasts): void {
  const action = toasts.value[0]?.actions?.[0];
  const click = Array.isArray(action?.onClick) ? action.onClick[0] : action?.onClick;
  click?.(new MouseEvent('click') as never);
}

beforeEach(() => { vi.restoreAllMocks(); });

describe('what can be undone', () => {
  it('says what was done, for ten seconds, with a button', async () => {
    const { toasts } = await offered(async () => undefined);
    expect(toasts.value[0]).toMatchObject({ title: 'The role is changed', duration: 10_000, actions: [{ label: 'Undo' }] });
  });

  it('is undone once, however often the button is pressed', async () => {
    const undo = vi.fn(async () => undefined);
    const toast = await offered(undo);
    press(toast);
    press(toast);
    await nextTick();
    expect(undo).toHaveBeenCalledOnce();
  });

  it('says why it could not be undone', async () => {
    const toast = await offered(async () => 'This member has gone.');
    press(toast);
    await vi.waitFor(() => expect(toast.toasts.value.map(({ description }) => description)).toContain('This member has gone.'));
  });
});
