import { describe, expect, it } from 'vitest';
import { firstIdOf, isId, newId, prefixOf } from '../../server/domain/ids.ts';

describe('ids', () => {
  it('carry their prefix and the form the wire contract promises', () => {
    expect(newId('evt')).toMatch(/^evt_[0-9A-Za-z]+$/);
  });

  it('sort after the first of their moment and before the first of the next', () => {
    const before = Date.now();
    const id = newId('dlv');
    expect(firstIdOf('dlv', before) < id && id < firstIdOf('dlv', Date.now() + 1)).toBe(true);
    expect(firstIdOf('dlv', -5) < id).toBe(true);
  });

  it('grow strictly, also within one millisecond', () => {
    const ids = Array.from({ length: 2000 }, () => newId('dlv'));
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('tell their kind', () => {
    expect(prefixOf(newId('evt'))).toBe('evt');
    expect(prefixOf(newId('evtype'))).toBe('evtype');
    expect(prefixOf('evt_not-a-ulid')).toBeNull();
    expect(prefixOf('nothing')).toBeNull();
  });

  it('are recognised by form', () => {
    expect(isId('wh', newId('wh'))).toBe(true);
    expect(isId('wh', newId('evt'))).toBe(false);
    expect(isId('wh', `${newId('wh')}x`)).toBe(false);
  });
});
