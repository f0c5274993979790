import { describe, expect, it } from 'vitest';
import { Keyring } from '../../server/storage/encryption.ts';

const PLACE = { purpose: 'webhook_secret', rowId: 'sec_1' } as const;

describe('Keyring', () => {
  it('opens what it sealed, and seals the same text differently each time', () => {
    const keyring = Keyring.parse(Keyring.generate());
    const sealed = keyring.seal('text', PLACE);
    expect(keyring.open(sealed, PLACE)).toBe('text');
    expect(keyring.seal('text', PLACE)).not.toBe(sealed);
    expect(sealed).not.toContain('text');
  });

  it('refuses a value that was moved to another row or purpose, or altered', () => {
    const keyring = Keyring.parse(Keyring.generate());
    const sealed = keyring.seal('text', PLACE);
    expect(() => keyring.open(sealed, { ...PLACE, rowId: 'sec_2' })).toThrow();
    expect(() => keyring.open(sealed, { ...PLACE, purpose: 'signing_key' })).toThrow();
    const other = sealed.at(20) === 'A' ? 'B' : 'A';
    expect(() => keyring.open(`${sealed.slice(0, 20)}${other}${sealed.slice(21)}`, PLACE)).toThrow();
  });

  it('opens old values after a new key was put in front', () => {
    const old = Keyring.generate();
    const sealed = Keyring.parse(old).seal('text', PLACE);
    const newer = Keyring.generate().replace('k1:', 'k2:');
    const rotated = Keyring.parse(`${newer},${old}`);
    expect(rotated.open(sealed, PLACE)).toBe('text');
    expect(rotated.seal('text', PLACE)).toMatch(/^v1\.k2\./);
    expect(() => Keyring.parse(newer).open(sealed, PLACE)).toThrow('master key k1');
  });

  it.each([
    ['nothing', '', 'No key is given.'],
    ['no key id', Buffer.alloc(32).toString('base64'), 'Entry 1 is not of the form kid:base64'],
    ['a short key', 'k1:c2hvcnQ=', 'Key k1 has 5 bytes'],
    ['an id twice', `${Keyring.generate()},${Keyring.generate()}`, 'Key id k1 is given twice.'],
  ])('refuses %s with a sentence', (_what, keys, sentence) => {
    expect(() => Keyring.parse(keys)).toThrow(sentence);
  });
});
