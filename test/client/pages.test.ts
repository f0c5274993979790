import { describe, expect, it } from 'vitest';
import { firstPage, pageArguments, pageSizeOf } from '../../client/composables/usePages.ts';

describe('keyset pages in the address', () => {
  it('begin at the start without a cursor', () => {
    expect(pageArguments({}, 25)).toEqual({ first: 25, after: null });
  });

  it('go on after a cursor', () => {
    expect(pageArguments({ page: '2', after: 'abc' }, 50)).toEqual({ first: 50, after: 'abc' });
  });

  it('go back before a cursor', () => {
    expect(pageArguments({ page: '2', before: 'abc' }, 50)).toEqual({ last: 50, before: 'abc' });
  });

  it('are left for a new filter, which keeps everything else', () => {
    expect(firstPage({ q: 'crm', page: '3', after: 'abc' })).toEqual({ q: 'crm' });
  });

  it.each([['50', 50], ['7', 25], [undefined, 25]])('take %s as a size of %i', (value, size) => {
    expect(pageSizeOf(value)).toBe(size);
  });
});
