import { describe, expect, it } from 'vitest';
import { sentenceParts } from '../../../client/lib/sentence-parts.ts';

describe('sentenceParts', () => {
  it('takes a sentence apart where markup stands', () => {
    expect(sentenceParts(['at', 'name'], ({ at, name }) => `Changed ${at} by ${name}.`)).toEqual([
      { text: 'Changed ', isSlot: false }, { text: 'at', isSlot: true }, { text: ' by ', isSlot: false }, { text: 'name', isSlot: true }, { text: '.', isSlot: false },
    ]);
  });

  it('follows the order of the language', () => {
    expect(sentenceParts(['a', 'b'], ({ a, b }) => `${b}${a}`).map(({ text }) => text)).toEqual(['b', 'a']);
  });

  it('is one part without markup', () => {
    expect(sentenceParts([], () => 'Saved')).toEqual([{ text: 'Saved', isSlot: false }]);
  });
});
