import { CombinedError } from '@urql/core';
import { mount } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import type { Component } from 'vue';
import KbCode from '../../client/components/KbCode.vue';
import KbCopy from '../../client/components/KbCopy.vue';
import KbRegion from '../../client/components/KbRegion.vue';
import KbStatus from '../../client/components/KbStatus.vue';
import { plugins } from './plugins.ts';

const global = { plugins };

describe('KbStatus', () => {
  it('says the status in a word', () => {
    expect(mount(KbStatus as Component, { global, props: { kind: 'delivery', value: 'FAILED' } }).text()).toBe('Gave up');
  });
});

describe('KbCopy', () => {
  it('announces that it copied', async () => {
    const wrapper = mount(KbCopy, { global, props: { text: 'wh_1', what: 'id' } });
    await wrapper.get('button').trigger('click');
    await new Promise(process.nextTick);
    expect(wrapper.get('[role=status]').text()).toBe('Copied');
    expect(await navigator.clipboard.readText()).toBe('wh_1');
  });
});

describe('KbCode', () => {
  it('shows markup in a body as text', () => {
    const wrapper = mount(KbCode, { global, props: { code: '{"a":"<img src=x onerror=alert(1)>"}', title: 'Response' } });
    expect(wrapper.find('img').exists()).toBe(false);
    expect(wrapper.get('pre').text()).toContain('<img src=x onerror=alert(1)>');
  });
});

describe('KbRegion', () => {
  const slots = { default: 'the rows', empty: 'nothing yet' };
  const failure = new CombinedError({ graphQLErrors: [{ message: 'Broken.', extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: 'req_9' } }] });
  const forbidden = new CombinedError({ graphQLErrors: [{ message: 'No.', extensions: { code: 'FORBIDDEN' } }] });

  it.each([
    ['a skeleton while loading', { error: undefined, hasData: false }, 'Loading'],
    ['the data', { error: undefined, hasData: true }, 'the rows'],
    ['what to do when there is none', { error: undefined, hasData: true, isEmpty: true }, 'nothing yet'],
    ['the failure with its request id', { error: failure, hasData: false }, 'req_9'],
    ['the role that is missing', { error: forbidden, hasData: false }, 'Admin'],
  ])('shows %s', (_name, props, text) => {
    expect(mount(KbRegion, { global, props: { what: 'The rows', ...props }, slots }).text()).toContain(text);
  });

  it('keeps older data in sight while a newer answer fails', () => {
    const text = mount(KbRegion, { global, props: { what: 'The rows', error: failure, hasData: true }, slots }).text();
    expect(text).toContain('could not be loaded');
    expect(text).toContain('the rows');
  });
});
