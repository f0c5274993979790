import { describe, expect, it } from 'vitest';
import { checkStates, withChecked } from '../../../../client/pages/deliveries/filter-tree.ts';

const choice = (value: string) => ({ label: value, value });
const GROUPS = [
  { value: 'license.*', choices: [choice('license.created'), choice('license.activated')] },
  { value: 'contract.*', choices: [choice('contract.suspended')] },
];

describe('a tree of filters', () => {
  it('checks all of a chosen group, and half of one with some chosen', () => {
    const states = checkStates(GROUPS, ['license.*', 'contract.suspended']);
    expect(Object.fromEntries(states)).toEqual({ 'license.*': true, 'license.created': true, 'license.activated': true, 'contract.*': 'indeterminate', 'contract.suspended': true });
  });

  it('has a group stand for its choices when it is chosen', () => {
    expect(withChecked(GROUPS, ['license.created', 'contract.suspended'], 'license.*', true)).toEqual(['contract.suspended', 'license.*']);
    expect(withChecked(GROUPS, ['license.*'], 'license.*', false)).toEqual([]);
  });

  it('leaves the others of a group when one is taken out', () => {
    expect(withChecked(GROUPS, ['license.*'], 'license.created', false)).toEqual(['license.activated']);
  });

  it('keeps a value that is not offered', () => {
    expect(withChecked(GROUPS, ['order.paid'], 'license.created', true)).toEqual(['order.paid', 'license.created']);
  });
});
