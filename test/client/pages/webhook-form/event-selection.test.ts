import { describe, expect, it } from 'vitest';
import { groupState, isSameSelection, isSelected, patternProblem, selectedCodes, selectionChange, withCode, withGroup, withPattern } from '../../../../client/pages/webhook-form/event-selection.ts';

const group = (key: string, ...names: string[]) => ({ key, eventTypes: names.map((name) => ({ code: `${key}.${name}` })) });
const license = group('license', 'created', 'updated', 'deleted');
const contract = group('contract', 'created', 'suspended');
const GROUPS = [license, contract];

describe('the selection of events', () => {
  it('covers codes by themselves, by a prefix and by the star', () => {
    expect(isSelected(['license.created'], 'license.created')).toBe(true);
    expect(isSelected(['license.*'], 'license.created')).toBe(true);
    expect(isSelected(['*'], 'contract.created')).toBe(true);
    expect(isSelected(['license.*'], 'licenses.created')).toBe(false);
  });

  it('has groups that are chosen wholly, partly or not', () => {
    expect(groupState(['license.*', 'contract.created'], license)).toMatchObject({ selected: 3, total: 3, state: true, pattern: 'license.*' });
    expect(groupState(['license.*', 'contract.created'], contract)).toMatchObject({ selected: 1, state: 'indeterminate', pattern: null });
    expect(groupState([], contract).state).toBe(false);
  });

  it('spells a pattern out when one of its codes is left out', () => {
    expect(withCode(['license.*'], 'license.updated', false, GROUPS)).toEqual(['license.created', 'license.deleted']);
    expect(selectedCodes(withCode(['*'], 'contract.created', false, GROUPS), GROUPS)).toEqual(['license.created', 'license.updated', 'license.deleted', 'contract.suspended']);
  });

  it('takes a whole group in and out, a star spelled out for the others', () => {
    expect(withGroup(['license.created'], license, true, GROUPS)).toEqual(['license.created', 'license.updated', 'license.deleted']);
    expect(withGroup(['*'], license, false, GROUPS)).toEqual(['contract.created', 'contract.suspended']);
    expect(withGroup(['license.*', 'contract.*'], license, false, GROUPS)).toEqual(['contract.*']);
  });

  it('drops what a new pattern covers and adds none that is covered', () => {
    expect(withPattern(['license.created', 'contract.created'], 'license.*')).toEqual(['contract.created', 'license.*']);
    expect(withPattern(['license.created', 'contract.*'], '*')).toEqual(['*']);
    expect(withPattern(['*'], 'license.*')).toEqual(['*']);
  });

  it('says why a typed pattern may not be added', () => {
    expect(patternProblem('license.*', GROUPS)).toBeNull();
    expect(patternProblem('*', GROUPS)).toBeNull();
    expect(patternProblem('licence.*', GROUPS)).toContain('matches licence.*');
    expect(patternProblem('*.created', GROUPS)).toContain('A pattern is');
    expect(patternProblem('', GROUPS)).not.toBeNull();
  });

  it('counts the types that a change adds and leaves out', () => {
    expect(selectionChange(['license.*'], ['license.created', 'contract.*'], GROUPS)).toEqual({ added: 2, removed: 2 });
  });

  it('is the same in any order', () => {
    expect(isSameSelection(['a.b', 'c.d'], ['c.d', 'a.b'])).toBe(true);
    expect(isSameSelection(['a.b'], ['a.b', 'c.d'])).toBe(false);
  });
});
