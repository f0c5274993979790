import { describe, expect, it } from 'vitest';
import { isCodeWanted } from '../../../../client/pages/session/code-wanted.ts';

describe('the code of the second factor', () => {
  it.each([
    [{ code: 'REQUIRED', path: ['input', 'code'] }, true],
    [{ code: 'REQUIRED', path: ['input', 'password'] }, false],
    [{ code: 'INVALID', path: ['input', 'code'] }, false],
    [{ code: 'REQUIRED', path: null }, false],
    [undefined, false],
  ])('is asked for after %j: %s', (refusal, isWanted) => {
    expect(isCodeWanted(refusal)).toBe(isWanted);
  });
});
