import { expect, it } from 'vitest';
import { mentions } from '../../../client/lib/type-words.ts';

const type = { code: 'license.suspended', name: 'License suspended', description: 'A licence was suspended.' };

it.each(['suspended', 'LICENSE S', '.susp', ' was suspended '])('a type mentions %s in its code, name or description', (text) => {
  expect(mentions(type, text)).toBe(true);
});

it('a type does not mention what stands in none of them', () => {
  expect(mentions(type, 'suspended a licence')).toBe(false);
});
