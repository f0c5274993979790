import { mount } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import { h } from 'vue';
import KbMenu from '../../client/components/KbMenu.vue';
import KbPopover from '../../client/components/KbPopover.vue';
import { plugins } from './plugins.ts';

const around = { attachTo: document.body, global: { plugins } };
const slots = { default: () => h('button', { type: 'button' }, 'More') };
const items = [[{ label: 'Duplicate' }, { label: 'Delete' }]];
const labels = () => [...document.querySelectorAll('[role=menuitem]')].map(({ textContent }) => textContent?.trim());
const page = () => document.body.textContent;

describe('KbMenu', () => {
  it('is a button that says that it has a menu, and nothing else, until somebody asks for it', () => {
    const wrapper = mount(KbMenu, { ...around, props: { items }, slots });
    expect(wrapper.html()).toBe('<button type="button" aria-haspopup="menu" aria-expanded="false">More</button>');
    wrapper.unmount();
  });

  it.each([
    ['a click', 'click', {}],
    ['the arrow that leads into it', 'keydown', { key: 'ArrowDown' }],
  ])('opens by %s', async (_by, event, more) => {
    const wrapper = mount(KbMenu, { ...around, props: { items }, slots });
    await wrapper.get('button').trigger(event, more);
    await expect.poll(labels).toEqual(['Duplicate', 'Delete']);
    expect(wrapper.get('button').attributes('aria-expanded')).toBe('true');
    wrapper.unmount();
  });

  it('names an entry as its slot does', async () => {
    const wrapper = mount(KbMenu, { ...around, props: { items }, slots: { ...slots, 'item-label': ({ item }: { item: { label?: string } }) => h('em', item.label) } });
    await wrapper.get('button').trigger('click');
    await expect.poll(() => [...document.querySelectorAll('[role=menuitem] em')].map(({ textContent }) => textContent)).toEqual(['Duplicate', 'Delete']);
    wrapper.unmount();
  });

  it('leaves other keys alone', async () => {
    const wrapper = mount(KbMenu, { ...around, props: { items }, slots });
    await wrapper.get('button').trigger('keydown', { key: 'ArrowUp' });
    expect(labels()).toEqual([]);
    wrapper.unmount();
  });
});

describe('KbPopover', () => {
  it('opens by a click and says so', async () => {
    let opened = 0;
    const wrapper = mount(KbPopover, { ...around, props: { onOpen: () => { opened++; } }, slots: { ...slots, content: () => 'What is in it' } });
    expect(page()).not.toContain('What is in it');
    await wrapper.get('button').trigger('click');
    await expect.poll(page).toContain('What is in it');
    expect(opened).toBe(1);
    wrapper.unmount();
  });
});
