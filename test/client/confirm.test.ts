import { mount } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import { nextTick } from 'vue';
import KbConfirm from '../../client/components/KbConfirm.vue';
import { plugins } from './plugins.ts';

/** An open dialog, its confirming button, and how often the action ran. */
async function opened(props: { phrase?: string | null; isReady?: boolean }) {
  const runs: number[] = [];
  const action = async () => { runs.push(1); };
  const wrapper = mount(KbConfirm, { attachTo: document.body, global: { plugins }, props: { title: 'Replay', confirmLabel: 'Replay 1,284', open: true, action, ...props } });
  await nextTick();
  const dialog = document.querySelector('[role=alertdialog]')!;
  const button = [...dialog.querySelectorAll('button')].find((each) => each.textContent?.includes('Replay 1,284'))!;
  const type = async (text: string) => {
    const field = dialog.querySelector('input')!;
    field.value = text;
    field.dispatchEvent(new Event('input'));
    await nextTick();
  };
  return { wrapper, button, type, runs };
}

describe('KbConfirm', () => {
  it('lets nobody through before the number was typed, with or without its comma', async () => {
    const { wrapper, button, type, runs } = await opened({ phrase: '1,284' });
    expect(button.disabled).toBe(true);
    await type('128');
    expect(button.disabled).toBe(true);
    await type('1284');
    expect(button.disabled).toBe(false);
    button.click();
    await nextTick();
    expect(runs).toHaveLength(1);
    wrapper.unmount();
  });

  it('waits until there is something to confirm', async () => {
    const { wrapper, button } = await opened({ isReady: false });
    expect(button.disabled).toBe(true);
    wrapper.unmount();
  });

  it('asks for no typing where a click is enough', async () => {
    const { wrapper, button } = await opened({});
    expect(button.disabled).toBe(false);
    expect(document.querySelector('[role=alertdialog] input')).toBeNull();
    wrapper.unmount();
  });
});
