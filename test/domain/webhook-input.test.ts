import { describe, expect, it } from 'vitest';
import * as input from '../../server/domain/webhook-input.ts';

const codes = (problems: { code: string }[]) => problems.map(({ code }) => code);

describe('webhook input', () => {
  it('needs a name of 1 to 120 characters', () => {
    expect(input.checkName('CRM sync')).toEqual([]);
    expect(input.checkName('x'.repeat(120))).toEqual([]);
    expect(codes(input.checkName(' \t'))).toEqual(['REQUIRED']);
    expect(input.checkName('x'.repeat(121))).toMatchObject([{ code: 'TOO_LONG', path: ['input', 'name'] }]);
  });

  it('may have a description of 2000 characters', () => {
    expect(input.checkDescription(null)).toEqual([]);
    expect(input.checkDescription('x'.repeat(2000))).toEqual([]);
    expect(codes(input.checkDescription('x'.repeat(2001)))).toEqual(['TOO_LONG']);
  });

  it.each([[1, true], [100, true], [0, false], [101, false], [1.5, false], [NaN, false]])('concurrency %d: %s', (value, ok) =>
    expect(input.checkMaxConcurrency(value).length === 0).toBe(ok));

  it.each([[1000, true], [30_000, true], [999, false], [30_001, false], [NaN, false]])('timeout %d ms: %s', (value, ok) =>
    expect(input.checkTimeout(value).length === 0).toBe(ok));

  it('needs at least one signature scheme', () => {
    expect(input.checkSignatureSchemes(['HMAC_BODY'])).toEqual([]);
    expect(codes(input.checkSignatureSchemes([]))).toEqual(['REQUIRED']);
  });
});

describe('custom headers', () => {
  const check = (name: string, value = 'v') => codes(input.checkCustomHeaders([{ name, value }]));

  it('may be named freely', () => expect(check('Authorization', 'Bearer abc def')).toEqual([]));

  it.each(['User-Agent', 'WEBHOOK-ID', 'webhook-signature', 'x-webhook-signature', 'N-Signature', 'X-Webhook-Attempt', 'Host', 'Connection',
    'Transfer-Encoding', 'Content-Type', 'content-length', 'Content-Anything', 'Cookie', 'Proxy-Authorization', 'traceparent', 'TE', 'Upgrade',
    'Metadata-Flavor', 'X-aws-ec2-metadata-token', 'X-Google-Metadata-Request', 'Expect', 'Accept-Encoding'])(
    '%s is refused', (name) => expect(check(name)).toEqual(['INVALID']));

  it.each(['', 'a b', 'a:b', 'ä', 'a\r\nb', 'x'.repeat(129)])('%j is no name', (name) => expect(check(name)).toHaveLength(1));

  it.each(['', ' lead', 'trail ', 'a\r\nX-Evil: 1', 'ü', 'tab\there', 'x'.repeat(1025)])('%j is no value', (value) =>
    expect(check('X-Token', value)).toHaveLength(1));

  it('may be twenty', () => {
    const many = (count: number) => Array.from({ length: count }, (_, index) => ({ name: `X-H${index}`, value: 'v' }));
    expect(input.checkCustomHeaders(many(20))).toEqual([]);
    expect(codes(input.checkCustomHeaders(many(21)))).toEqual(['TOO_MANY']);
  });

  it('may not repeat a name in another spelling', () => {
    const problems = input.checkCustomHeaders([{ name: 'X-A', value: '1' }, { name: 'x-a', value: '2' }]);
    expect(problems).toMatchObject([{ code: 'TAKEN', path: ['input', 'customHeaders', '1', 'name'] }]);
  });
});
