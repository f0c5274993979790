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
const ATTRIBUTES = ['type', 'disabled', 'href', 'role', 'tabindex', 'aria-disabled', 'aria-current'];
const attributesOf = (element: Element) => ATTRIBUTES.map((name) => [name, element.getAttribute(name)]);
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
    { label: 'Save', type: 'submit', disabled: true },
    { label: 'Webhooks', to: '/webhooks', color: 'neutral', variant: 'outline' },
    { label: 'Here', to: '/' },
    { label: 'A tab of here', to: { query: { tab: 'test' } } },
    { icon: 'i-lucide-send', to: '/webhooks', disabled: true },
  ] as const)('looks like the one of the library: %o', async (look) => {
    const global = { plugins: [await routed(), ui] };
    const [own, theirs] = [mount(KbButton, { props: look, global }).element, mount(UButton, { props: look, global }).element];
    expect(own.tagName).toBe(theirs.tagName);
    expect(attributesOf(own)).toEqual(attributesOf(theirs));
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

  it('is a link when it leads somewhere', async () => {
    const router = await routed();
    const link = mount(KbButton, { props: { label: 'Webhooks', to: '/webhooks' }, attrs: { 'aria-label': 'All webhooks' }, global: { plugins: [router, ui] } });
    const push = vi.spyOn(router, 'push');
    expect(link.element.tagName).toBe('A');
    expect(link.attributes()).toMatchObject({ 'href': '/webhooks', 'aria-label': 'All webhooks' });
    await link.trigger('click', { button: 0 });
    expect(push).toHaveBeenCalledOnce();
    await vi.waitFor(() => expect(router.currentRoute.value.path).toBe('/webhooks'));
  });

  it.each([
    ['leads nowhere when it is a link that is disabled', { disabled: true }, {}],
    ['leaves a click with a key to the browser', {}, { ctrlKey: true }],
  ])('%s', async (_what, props, event) => {
    const router = await routed();
    const push = vi.spyOn(router, 'push');
    const link = mount(KbButton, { props: { label: 'Webhooks', to: '/webhooks', ...props }, global: { plugins: [router, ui] } });
    await link.trigger('click', { button: 0, ...event });
    expect(push).not.toHaveBeenCalled();
  });
});
