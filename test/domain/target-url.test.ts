import { describe, expect, it } from 'vitest';
import { checkTargetUrl } from '../../server/domain/target-url.ts';

function codeOf(raw: string, allowHttp = false): string {
  const verdict = checkTargetUrl(raw, { allowHttp });
  return verdict.ok ? 'ok' : verdict.problem.code;
}

describe('a target URL', () => {
  it.each([
    'https://hooks.example.com/a?b=c',
    'https://hooks.example.com:8443/',
    'https://hooks.example.com./',
    'https://hooks.example.com/@user/path',
    'https://203.0.113.7/hook',
    'https://[2001:db8::1]/hook',
    'https://bücher.example/hook',
    'HTTPS://HOOKS.EXAMPLE.COM/',
  ])('may be %s', (raw) => expect(codeOf(raw)).toBe('ok'));

  it.each([
    ['', 'REQUIRED'],
    ['   ', 'REQUIRED'],
    [`https://example.com/${'a'.repeat(2048)}`, 'TOO_LONG'],
    ['https://example.com/a b', 'INVALID'],
    [' https://example.com/', 'INVALID'],
    ['https://exam\tple.com/', 'INVALID'],
    ['https://example.com/\u0000', 'INVALID'],
    ['https://example.com/\u0085', 'INVALID'],
    ['https:\\\\example.com\\', 'INVALID'],
    ['https://example.com\\@10.0.0.1/', 'INVALID'],
    ['nonsense', 'INVALID'],
    ['https:example.com', 'INVALID'],
    ['https:///example.com', 'INVALID'],
    ['https://user:secret@example.com/', 'INVALID'],
    ['https://@example.com/', 'INVALID'],
    ['https://example.com/#', 'INVALID'],
    ['https://example.com/#part', 'INVALID'],
    ['http://example.com/', 'URL_NOT_HTTPS'],
    ['ftp://example.com/', 'URL_NOT_HTTPS'],
    ['file:///etc/passwd', 'URL_NOT_HTTPS'],
    ['javascript:alert(1)', 'URL_NOT_HTTPS'],
    ['https://localhost/', 'URL_BLOCKED'],
    ['https://LOCALHOST./', 'URL_BLOCKED'],
    ['https://a.localhost/', 'URL_BLOCKED'],
    ['https://printer.local/', 'URL_BLOCKED'],
    ['https://metadata.google.internal/', 'URL_BLOCKED'],
    ['https://router.home.arpa/', 'URL_BLOCKED'],
    ['https://intranet/', 'URL_BLOCKED'],
    ['https://example.com:0/', 'URL_BLOCKED'],
    ['https://example.com:22/', 'URL_BLOCKED'],
    ['https://example.com:25/', 'URL_BLOCKED'],
    ['https://example.com:6379/', 'URL_BLOCKED'],
    ['https://example.com:99999/', 'INVALID'],
  ])('may not be %j (%s)', (raw, code) => expect(codeOf(raw)).toBe(code));

  it('may use http where the operator allows it', () => {
    expect(codeOf('http://hooks.example.com/', true)).toBe('ok');
    expect(codeOf('http://hooks.example.com/', false)).toBe('URL_NOT_HTTPS');
  });

  it.each(['https://0x7f.1/', 'https://2130706433/', 'https://127.1/', 'https://１２７.０.０.１/', 'https://0177.0.0.1/'])(
    'in disguise becomes the address the guard will judge: %s', (raw) => {
      const verdict = checkTargetUrl(raw, { allowHttp: false });
      expect(verdict.ok && verdict.url.hostname).toBe('127.0.0.1');
    });
});
