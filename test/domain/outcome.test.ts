import { describe, expect, it } from 'vitest';
import { FAILURE_CODES, judge, parseRetryAfter, remedyFor, statusMeaning, type FailureCode } from '../../server/domain/outcome.ts';
import type { Reply } from '../../server/domain/reply.ts';

const now = Date.UTC(2026, 10, 20, 12);
const timing = { dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: 1, downloadMs: 1, totalMs: 2 };

function response(statusCode: number, headers: [string, string][] = [], reason = ''): Reply {
  return { kind: 'response', statusCode, reason, httpVersion: '1.1', headers, body: Buffer.alloc(0), bodySize: 0, isTruncated: false, remoteAddress: null, timing };
}

function failure(code: FailureCode): Reply {
  return { kind: 'failure', code, message: 'Something went wrong.', detail: null, remoteAddress: null, timing };
}

describe('an answer', () => {
  it.each([200, 201, 204, 299])('%d is a success', (statusCode) => expect(judge(response(statusCode), now)).toEqual({ kind: 'success', statusCode }));

  it.each([
    [300, 'HTTP_REDIRECT', false], [304, 'HTTP_REDIRECT', false], [308, 'HTTP_REDIRECT', false],
    [400, 'HTTP_CLIENT_ERROR', false], [401, 'HTTP_CLIENT_ERROR', false], [404, 'HTTP_CLIENT_ERROR', false], [409, 'HTTP_CLIENT_ERROR', false],
    [410, 'HTTP_GONE', false], [429, 'HTTP_RATE_LIMITED', true],
    [500, 'HTTP_SERVER_ERROR', false], [502, 'HTTP_SERVER_ERROR', true], [503, 'HTTP_SERVER_ERROR', true], [504, 'HTTP_SERVER_ERROR', true],
    [600, 'PROTOCOL_ERROR', false], [101, 'PROTOCOL_ERROR', false], [999, 'PROTOCOL_ERROR', false],
  ])('%d fails with %s (throttle: %s)', (statusCode, code, isThrottle) =>
    expect(judge(response(statusCode), now)).toMatchObject({ kind: 'failure', code, statusCode, isThrottle, isRetryable: statusCode !== 410 }));

  it.each([['RESPONSE_TIMEOUT', true], ['CONNECT_TIMEOUT', true], ['DNS_FAILURE', false], ['CONNECTION_RESET', false], ['URL_BLOCKED', false]] as const)(
    'none, because of %s, is a failure (throttle: %s)', (code, isThrottle) =>
      expect(judge(failure(code), now)).toMatchObject({ code, statusCode: null, isThrottle, retryAfterMs: null, message: 'Something went wrong.' }));

  it('names the status and where a redirect would lead', () => {
    expect(judge(response(404, [], 'Not Found'), now)).toMatchObject({ message: 'The receiver answered 404 Not Found.' });
    expect(judge(response(301, [['Location', 'https://new.example/']]), now)).toMatchObject({
      message: 'The receiver answered 301 with the location https://new.example/; redirects are not followed.',
    });
  });

  it.each([[429, 120_000], [503, 120_000], [500, null], [404, null]])('with Retry-After counts at %d: %s', (statusCode, retryAfterMs) =>
    expect(judge(response(statusCode, [['retry-AFTER', '120']]), now)).toMatchObject({ retryAfterMs }));
});

describe('Retry-After', () => {
  it.each([
    ['0', 0], ['120', 120_000], ['999999999', 999_999_999_000],
    ['Fri, 20 Nov 2026 12:01:00 GMT', 60_000], ['Fri, 20 Nov 2026 11:00:00 GMT', 0],
  ])('%s asks for %d ms', (value, ms) => expect(parseRetryAfter(value, now)).toBe(ms));

  it.each(['', ' 5', '5 ', '-1', '1.5', '1e3', '9999999999', '0x10', 'soon', '2026-11-20T12:01:00Z', 'Friday, 20-Nov-26 12:01:00 GMT',
    'Fri Nov 20 12:01:00 2026', 'Fri, 20 Nov 2026 12:01:00 UTC', 'Fri, 20 Nov 2026 99:01:00 GMT'])('%j asks for nothing', (value) =>
    expect(parseRetryAfter(value, now)).toBeNull());
});

it('every failure has a meaning and a remedy', () => {
  for (const code of FAILURE_CODES) {
    expect(statusMeaning(code)).toMatch(/\.$/);
    expect(remedyFor(code, null)).toMatch(/\.$/);
  }
  expect(remedyFor('HTTP_CLIENT_ERROR', 401)).toContain('secret');
});
