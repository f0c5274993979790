import { describe, expect, it } from 'vitest';
import { hexRows, visibleText } from '../../../../client/pages/delivery-detail/body-text.ts';
import { aroundQuery, aroundVerdict } from '../../../../client/pages/delivery-detail/around-time.ts';

describe('a body on the screen', () => {
  it('spells out characters that would hide or turn it', () => {
    expect(visibleText('a\u202eb\u0000c\n\td')).toEqual({ text: 'a⟨U+202E⟩b⟨U+0000⟩c\n\td', count: 2 });
    expect(visibleText('Kovač 日本 🎉')).toEqual({ text: 'Kovač 日本 🎉', count: 0 });
  });

  it('is shown byte by byte', () => {
    expect(hexRows(new TextEncoder().encode('{"é":1}\n'), 100)).toBe('000000  7b 22 c3 a9 22 3a 31 7d 0a                       {"..":1}.');
    expect(hexRows(new Uint8Array(64), 32).split('\n')).toHaveLength(2);
  });
});

describe('what happened around an attempt', () => {
  it('says whether the webhook was down for all', () => {
    expect([aroundVerdict(1, 1), aroundVerdict(4, 4), aroundVerdict(4, 1), aroundVerdict(4, 0)]).toEqual(['onlyThis', 'allFailed', 'someFailed', 'noneFailed']);
  });

  it('leads to the list of five minutes before and after', () => {
    expect(aroundQuery('wh_1', '2026-11-20T12:00:00Z')).toEqual({ webhook: 'wh_1', from: '2026-11-20T11:55:00.000Z', to: '2026-11-20T12:05:00.000Z', env: 'all' });
  });
});
