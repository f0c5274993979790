import UButton from '@nuxt/ui/components/Button.vue';
import ui from '@nuxt/ui/vue-plugin';
import { mount } from '@vue/test-utils';
import { describe, expect, it, vi } from 'vitest';
import { createMemoryHistory, createRouter } from 'vue-router';
import { KbButton } from '../../client/components/KbButton.ts';

const Page = { render: () => null };

async function routed() {
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/', component: Page }, { path: '/webhooks', component: Page }] });
  await router.push('/');
  return router;
}
/** The library's icons also bear the name of their collection. */
const classesOf = (element: Element) => [...element.classList].filter((name) => !name.startsWith('iconify')).sort();

describe('a button', () => {
  it.each([
    { label: 'Save' },
    { label: 'Delete', color: 'error' },
    { label: 'Cancel', color: 'neutral', variant: 'outline', size: 'md' },
    { icon: 'i-lucide-x', color: 'neutral', variant: 'ghost', size: 'xs' },
    { icon: 'i-lucide-copy', label: 'Copy', color: 'neutral', variant: 'soft', block: true, class: 'justify-start px-4' },
    { label: 'Open', trailingIcon: 'i-lucide-chevron-down', color: 'neutral', variant: 'link' },
    { label: 'Saving', icon: 'i-lucide-check', loading: true },
  ] as const)('looks like the one of the library: %o', async (look) => {
    const global = { plugins: [await routed(), ui] };
    const [own, theirs] = [mount(KbButton, { props: look, global }).element, mount(UButton, { props: look, global }).element];
    expect(own.tagName).toBe(theirs.tagName);
    expect(classesOf(own)).toEqual(classesOf(theirs));
    expect([...own.children].map(classesOf)).toEqual([...theirs.children].map(classesOf));
    expect(own.querySelector('svg')?.innerHTML).toBe(theirs.querySelector('svg')?.innerHTML);
    expect(own.textContent).toBe(theirs.textContent?.trim());
  });

  it('does nothing while it is loading or disabled', async () => {
    const global = { plugins: [await routed(), ui] };
    for (const off of [{ loading: true }, { disabled: true }]) {
      const onClick = vi.fn();
      await mount(KbButton, { props: { label: 'Save', ...off }, attrs: { onClick }, global }).trigger('click');
      expect(onClick).not.toHaveBeenCalled();
    }
  });

  it('submits a form only when it is told to', async () => {
    const global = { plugins: [await routed(), ui] };
    expect(mount(KbButton, { props: { label: 'Save' }, global }).attributes('type')).toBe('button');
    expect(mount(KbButton, { props: { label: 'Save', type: 'submit' }, global }).attributes('type')).toBe('submit');
  });

  it('is a link when it leads somewhere, and says when one is there', async () => {
    const router = await routed();
    const link = mount(KbButton, { props: { label: 'Webhooks', to: '/webhooks' }, attrs: { 'aria-label': 'All webhooks' }, global: { plugins: [router, ui] } });
    expect(link.element.tagName).toBe('A');
    expect(link.attributes()).toMatchObject({ 'href': '/webhooks', 'aria-label': 'All webhooks' });
    expect(link.attributes('aria-current')).toBeUndefined();
    await link.trigger('click', { button: 0 });
    await vi.waitFor(() => expect(router.currentRoute.value.path).toBe('/webhooks'));
    expect(link.attributes('aria-current')).toBe('page');
  });

  it('leads nowhere when it is a link that is disabled', async () => {
    const router = await routed();
    const link = mount(KbButton, { props: { label: 'Webhooks', to: '/webhooks', disabled: true }, global: { plugins: [router, ui] } });
    expect(link.attributes()).toMatchObject({ 'role': 'link', 'aria-disabled': 'true', 'tabindex': '-1' });
    expect(link.attributes('href')).toBeUndefined();
    await link.trigger('click', { button: 0 });
    expect(router.currentRoute.value.path).toBe('/');
  });

  it('leaves a click with a key to the browser', async () => {
    const router = await routed();
    const link = mount(KbButton, { props: { label: 'Webhooks', to: '/webhooks' }, global: { plugins: [router, ui] } });
    await link.trigger('click', { button: 0, ctrlKey: true });
    expect(router.currentRoute.value.path).toBe('/');
  });
});
