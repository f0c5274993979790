import { expect, it } from 'vitest';
import { meaning } from '../../../../client/pages/catalogue/meaning.ts';

it.each([
  ['A licence ended. Not sent for trials.', 'A licence ended'],
  ['Made by hand: or by a contract.', 'Made by hand'],
  ['Version 1.2 came out', 'Version 1.2 came out'],
  ['', ''],
])('the meaning of "%s" is its first sentence', (description, expected) => {
  expect(meaning(description)).toBe(expected);
});
