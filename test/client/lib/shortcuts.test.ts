import { describe, expect, it } from 'vitest';
import { keysProblem, matchKeys, SHORTCUT_IDS, STANDARD_KEYS } from '../../../client/lib/shortcuts.ts';

describe('matchKeys', () => {
  it.each([
    [['j'], { id: 'nextRow' }],
    [['g'], 'begun'],
    [['g', 'w'], { id: 'goWebhooks' }],
    [['g', 'j'], { id: 'nextRow' }],
    [['j', 'k'], { id: 'previousRow' }],
    [['q'], null],
  ])('reads %j', (pressed, match) => {
    expect(matchKeys(pressed, STANDARD_KEYS)).toEqual(match);
  });

  it('knows keys that were changed instead of the standard ones', () => {
    const keys = { ...STANDARD_KEYS, nextRow: 'm' };
    expect(matchKeys(['m'], keys)).toEqual({ id: 'nextRow' });
    expect(matchKeys(['j'], keys)).toBeNull();
  });
});

describe('the standard keys', () => {
  it('are different, and none is the beginning of another', () => {
    expect(SHORTCUT_IDS.filter((id) => keysProblem(id, STANDARD_KEYS[id], STANDARD_KEYS) !== null)).toEqual([]);
  });
});

describe('keysProblem', () => {
  it.each([['m', null], ['g m', null], ['', null], ['g', /taken/], ['j', /Next row/], ['ab', /One key/], ['a b c', /One key/]])('judges %j', (wanted, problem) => {
    const found = keysProblem('pause', wanted, STANDARD_KEYS);
    if (problem === null) expect(found).toBeNull();
    else expect(found).toMatch(problem);
  });
});
