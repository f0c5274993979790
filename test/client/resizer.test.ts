import { mount } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import KbResizer from '../../client/components/KbResizer.vue';

const mounted = (more: object = {}) => mount(KbResizer, { props: { label: 'Width of Name', value: 200.4, least: 64, most: 210, ...more } });
const asked = (wrapper: ReturnType<typeof mounted>) => wrapper.emitted('resize')?.map(([width]) => width);

describe('KbResizer', () => {
  it('tells the width and its limits', () => {
    expect(mounted().get('[role=separator]').attributes()).toMatchObject({ 'aria-label': 'Width of Name', 'aria-orientation': 'vertical', 'aria-valuenow': '200', 'aria-valuemin': '64', 'aria-valuemax': '210', 'aria-valuetext': '200 pixels', 'tabindex': '0' });
  });

  it('moves by the arrow keys, up to its limits', async () => {
    const wrapper = mounted();
    for (const key of ['ArrowLeft', 'ArrowRight']) await wrapper.trigger('keydown', { key });
    expect(asked(wrapper)).toEqual([184, 210]);
  });

  it('moves the other way at the start of what it resizes', async () => {
    const wrapper = mounted({ isAtStart: true });
    for (const key of ['ArrowLeft', 'ArrowRight']) await wrapper.trigger('keydown', { key });
    expect(asked(wrapper)).toEqual([210, 184]);
  });

  it.each([['Home', 'keydown', { key: 'Home' }], ['a double click', 'dblclick', {}]])('goes back by %s', async (_by, event, more) => {
    const wrapper = mounted();
    await wrapper.trigger(event, more);
    expect(wrapper.emitted('reset')).toHaveLength(1);
  });
});
