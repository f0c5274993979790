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

const idle: (() => void)[] = [];
beforeEach(() => { vi.stubGlobal('requestIdleCallback', (task: () => void) => idle.push(task)); });
afterEach(() => { idle.length = 0; vi.unstubAllGlobals(); });

describe('rows in turn', () => {
  it('draws first what a screen shows of rows that had to be waited for, and the others when there is time', async () => {
    const wrapper = mount(Region, { props: { rows: [] as number[] } });
    await wrapper.setProps({ rows: ROWS });
    expect(wrapper.findAll('li')).toHaveLength(12);
    idle.splice(0).forEach((task) => task());
    await wrapper.vm.$nextTick();
    expect(wrapper.findAll('li').map((row) => Number(row.text()))).toEqual(ROWS);
  });

  it('draws all rows at once that are there already', () => {
    expect(mount(Region, { props: { rows: ROWS } }).findAll('li')).toHaveLength(30);
  });

  it('draws nothing any more once the list is gone', async () => {
    const wrapper = mount(Region, { props: { rows: [] as number[] } });
    await wrapper.setProps({ rows: ROWS });
    wrapper.unmount();
    expect(() => idle.splice(0).forEach((task) => task())).not.toThrow();
  });
});
