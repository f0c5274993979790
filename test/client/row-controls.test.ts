import UCheckbox from '@nuxt/ui/components/Checkbox.vue';
import USwitch from '@nuxt/ui/components/Switch.vue';
import { mount } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import KbRowChoice from '../../client/components/KbRowChoice.vue';
import KbSwitch from '../../client/components/KbSwitch.vue';
import { plugins } from './plugins.ts';

const global = { plugins };

/** What an element and all in it look like and say; not the ids that the library makes. */
const described = (element: Element): object => ({
  tag: element.tagName,
  classes: [...element.classList].filter((name) => !name.startsWith('iconify')).sort(),
  said: ['role', 'type', 'aria-label', 'aria-checked', 'data-state'].map((name) => element.getAttribute(name)),
  parts: element.tagName === 'svg' ? element.innerHTML : [...element.children].map(described),
});

/** Indicators of the library repeat the state of their box, for nobody. */
const withoutState = (description: object) => JSON.parse(JSON.stringify(description, (key, value: unknown) => (key === 'said' && Array.isArray(value) && value[0] === null ? undefined : value)) as string) as unknown;

describe.each([true, false])('controls of a row, on: %s', (isOn) => {
  it('has a box that looks like the one of the library, and says the same', () => {
    const own = mount(KbRowChoice, { props: { isChosen: isOn, label: 'Choose CRM' }, global });
    const theirs = mount(UCheckbox, { props: { modelValue: isOn }, attrs: { 'aria-label': 'Choose CRM' }, global });
    expect(withoutState(described(own.element))).toEqual(withoutState(described(theirs.element)));
  });

  it('has a switch that looks like the one of the library, and says the same', () => {
    const own = mount(KbSwitch, { props: { modelValue: isOn, label: 'CRM gets events' }, global });
    const theirs = mount(USwitch, { props: { modelValue: isOn }, attrs: { 'aria-label': 'CRM gets events' }, global });
    expect(described(own.element)).toEqual(described(theirs.element));
  });

  it('turns the switch', async () => {
    const wrapper = mount(KbSwitch, { props: { modelValue: isOn, label: 'CRM gets events' }, global });
    await wrapper.get('button').trigger('click');
    expect(wrapper.emitted('update:modelValue')).toEqual([[!isOn]]);
  });

  it('tells whether a range is chosen', async () => {
    const wrapper = mount(KbRowChoice, { props: { isChosen: isOn, label: 'Choose CRM' }, global });
    await wrapper.get('button').trigger('click');
    await wrapper.get('button').trigger('click', { shiftKey: true });
    expect(wrapper.emitted('choose')).toEqual([[false], [true]]);
  });
});
