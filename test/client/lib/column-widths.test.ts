import { describe, expect, it } from 'vitest';
import { NARROWEST, resized, WIDEST, withoutWidth } from '../../../client/lib/column-widths.ts';

const measure = () => ({ name: 300, url: 250, status: 90 });
const never = () => { throw new Error('Nothing is to be measured.'); };

describe('the widths of columns', () => {
  it('are held for all when the first one is changed', () => {
    expect(resized({}, 'url', 320, measure)).toEqual({ name: 300, url: 320, status: 90 });
  });

  it('are measured once, however long the hand pulls', () => {
    expect(resized({ name: 300, url: 320 }, 'url', 321.4, never)).toEqual({ name: 300, url: 321 });
  });

  it('stay for what was changed before when a column has come', () => {
    expect(resized({ name: 400, url: 200 }, 'status', 100, measure)).toEqual({ name: 400, url: 200, status: 100 });
  });

  it.each([[-20, NARROWEST], [NARROWEST, NARROWEST], [5_000, WIDEST]])('of %i px are %i px', (asked, given) => {
    expect(resized(measure(), 'url', asked, never)).toMatchObject({ url: given });
  });

  it('are left to the table again, one by one', () => {
    expect(withoutWidth({ name: 400, url: 200 }, 'url')).toEqual({ name: 400 });
  });
});
