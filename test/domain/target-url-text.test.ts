import { describe, expect, it } from 'vitest';
import { checkTargetUrl, targetUrlText } from '../../server/domain/target-url.ts';

function codeOf(raw: string): string {
  const verdict = checkTargetUrl(raw, { allowHttp: false });
  return verdict.ok ? 'ok' : verdict.problem.code;
}

const label = 'a'.repeat(63);
/** A host of 253 characters. */
const LONGEST_HOST = `${label}.${label}.${label}.${'a'.repeat(61)}`;

describe('the host of a target URL', () => {
  it.each([`https://${label}.com/`, `https://${LONGEST_HOST}/`, `https://${LONGEST_HOST}./`])('may be %s', (raw) => expect(codeOf(raw)).toBe('ok'));

  it.each([
    'https://localhost../', 'https://foo../', 'https://foo..example.com/', 'https://.example.com/', 'https://127.0.0.1../', 'https://./',
    `https://a${label}.com/`, `https://${LONGEST_HOST}a/`,
  ])('may not be %s', (raw) => expect(codeOf(raw)).toBe('INVALID'));
});

describe('the text of a target URL', () => {
  it.each(['https://exam\u00adple.com/', 'https://example.com/\u202egpj', 'https://example.com/\u200b', 'https://example.com/?\ufeff', 'https://example.com/\ud800'])(
    'may not hold invisible or broken characters: %j', (raw) => expect(codeOf(raw)).toBe('INVALID'));

  it('may not become too long by parsing', () => expect(codeOf(`https://example.com/${'ü'.repeat(500)}`)).toBe('TOO_LONG'));

  it.each([
    ['HTTPS://HOOKS.Example.COM:443/a/../b', 'https://hooks.example.com/b'],
    ['https://bücher.example/hook', 'https://xn--bcher-kva.example/hook'],
    ['https://0x08.8.8.8/', 'https://8.8.8.8/'],
    ['https://ex%61mple.com/', 'https://example.com/'],
    ['https://example.com?a=b', 'https://example.com/?a=b'],
  ])('%s is kept as it is called', (raw, kept) => expect(targetUrlText(raw)).toBe(kept));

  it('gets no slash that nobody typed', () => expect(targetUrlText('https://example.com')).toBe('https://example.com'));
});
