import { describe, expect, it } from 'vitest';
import { asCidrs } from '../../../../client/pages/api-docs/address-forms.ts';
import { readHeaders, readVariables } from '../../../../client/pages/api-docs/run-operation.ts';

describe('headers of the explorer', () => {
  it('are read one a line', () => {
    expect(readHeaders('Idempotency-Key: abc\n\nAuthorization: Bearer x:y\n')).toEqual({ 'Idempotency-Key': 'abc', Authorization: 'Bearer x:y' });
  });

  it('are refused with the line that is none', () => {
    expect(() => readHeaders('Idempotency-Key')).toThrow('"Idempotency-Key" is no header');
  });
});

describe('variables of the explorer', () => {
  it('are a JSON object, or nothing', () => {
    expect(readVariables('{"id":"wh_1"}')).toEqual({ id: 'wh_1' });
    expect(readVariables(' ')).toEqual({});
  });

  it.each([['[1]', 'must be a JSON object'], ['{id}', 'are no JSON']])('are refused when they are %s', (text, why) => {
    expect(() => readVariables(text)).toThrow(why);
  });
});

describe('outgoing addresses', () => {
  it('are networks of one, unless they are networks already', () => {
    expect(asCidrs(['192.0.2.7', '2001:db8::1', '198.51.100.0/24'])).toEqual(['192.0.2.7/32', '2001:db8::1/128', '198.51.100.0/24']);
  });
});
