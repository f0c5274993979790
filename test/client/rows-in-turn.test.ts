import { mount } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Component, defineComponent, h } from 'vue';
import { useRowsInTurn, useWaiting } from '../../client/composables/useRowsInTurn.ts';

const ROWS = Array.from({ length: 30 }, (_, index) => index);

const List: Component<{ rows: number[] }> = {
  props: ['rows'],
  setup(props: { rows: number[] }) {
    const drawn = useRowsInTurn(() => props.rows);
    return () => h('ol', drawn.value.map((row) => h('li', row)));
  },
};
const Region = defineComponent({
  props: { rows: { type: Array<number>, required: true } },
  setup(props) {
    useWaiting(() => props.rows.length > 0);
    return () => (props.rows.length > 0 ? h(List, { rows: props.rows }) : 'loading');
  },
});

const CALM = 50;
const ABOUT_TO_PAINT = 5;

const waiting: ((deadline: { timeRemaining: () => number }) => void)[] = [];
/** The browser is idle, for so many milliseconds. */
const idle = (ms: number) => waiting.splice(0).forEach((task) => task({ timeRemaining: () => ms }));
beforeEach(() => { vi.stubGlobal('requestIdleCallback', (task: (typeof waiting)[number]) => waiting.push(task)); });
afterEach(() => { waiting.length = 0; vi.unstubAllGlobals(); vi.restoreAllMocks(); });

describe('rows in turn', () => {
  it('draws first what a screen shows of rows that had to be waited for, and the others when there is time', async () => {
    const wrapper = mount(Region, { props: { rows: [] as number[] } });
    await wrapper.setProps({ rows: ROWS });
    expect(wrapper.findAll('li')).toHaveLength(12);
    idle(CALM);
    await wrapper.vm.$nextTick();
    expect(wrapper.findAll('li')).toHaveLength(24);
    idle(CALM);
    await wrapper.vm.$nextTick();
    expect(wrapper.findAll('li').map((row) => Number(row.text()))).toEqual(ROWS);
    idle(CALM);
    expect(waiting).toHaveLength(0);
  });

  it('leaves the browser to paint first what its user did, but not for ever', async () => {
    const now = vi.spyOn(performance, 'now').mockReturnValue(1_000);
    const wrapper = mount(Region, { props: { rows: [] as number[] } });
    await wrapper.setProps({ rows: ROWS });
    idle(ABOUT_TO_PAINT);
    await wrapper.vm.$nextTick();
    expect(wrapper.findAll('li')).toHaveLength(12);
    now.mockReturnValue(2_000);
    idle(ABOUT_TO_PAINT);
    await wrapper.vm.$nextTick();
    expect(wrapper.findAll('li')).toHaveLength(24);
  });

  it('draws all rows at once that are there already', () => {
    expect(mount(Region, { props: { rows: ROWS } }).findAll('li')).toHaveLength(30);
  });

  it('draws nothing any more once the list is gone', async () => {
    const wrapper = mount(Region, { props: { rows: [] as number[] } });
    await wrapper.setProps({ rows: ROWS });
    wrapper.unmount();
    expect(() => idle(CALM)).not.toThrow();
    expect(waiting).toHaveLength(0);
  });
});
