import { describe, expect, it } from 'vitest';
import { answerWord, attemptOutcome } from '../../../client/lib/attempt-outcome.ts';

describe('the answer to an attempt', () => {
  it('is its response code, or one word for why there is none', () => {
    expect(answerWord({ statusCode: 503, failure: { code: 'HTTP_SERVER_ERROR' } })).toBe('503');
    expect(answerWord({ statusCode: null, failure: { code: 'RESPONSE_TIMEOUT' } })).toBe('Timeout');
    expect(answerWord({ statusCode: null, failure: { code: 'A_NEWER_SERVERS_CODE' } })).toBe('No answer');
  });
});

describe('the outcome of an attempt', () => {
  const delivery = { status: 'FAILED' as const, attemptCount: 3 };

  it('is "gave up" only for the last attempt of a failed delivery', () => {
    expect(attemptOutcome({ number: 3, status: 'FAILED', delivery })).toBe('GAVE_UP');
    expect(attemptOutcome({ number: 2, status: 'FAILED', delivery })).toBe('FAILED');
  });

  it('is "retrying" for the last attempt while another is planned', () => {
    expect(attemptOutcome({ number: 3, status: 'FAILED', delivery: { ...delivery, status: 'RETRYING' } })).toBe('RETRYING');
  });

  it('is success whatever became of the delivery', () => {
    expect(attemptOutcome({ number: 1, status: 'SUCCEEDED', delivery })).toBe('SUCCEEDED');
  });
});
