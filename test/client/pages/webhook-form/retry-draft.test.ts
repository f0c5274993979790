import { describe, expect, it } from 'vitest';
import { defaultRetryDraft, readRetryDraft, retryDraftOf } from '../../../../client/pages/webhook-form/retry-draft.ts';

const own = (changes: Partial<ReturnType<typeof defaultRetryDraft>>) => ({ ...defaultRetryDraft(), isOwn: true, ...changes });

describe('a retry policy as it is typed', () => {
  it('has the waits of its kind', () => {
    expect(readRetryDraft(own({ kind: 'CUSTOM', waits: '5 s, 1h' })).waitsMs).toEqual([5_000, 3_600_000]);
    expect(readRetryDraft(own({ kind: 'FIXED', firstWait: '30 s', attempts: 3 })).waitsMs).toEqual([30_000, 30_000]);
    expect(readRetryDraft(own({ kind: 'EXPONENTIAL', firstWait: '10 s', factor: 3, longestWait: '1 min', attempts: 4 })).waitsMs).toEqual([10_000, 30_000, 60_000]);
  });

  it('becomes exactly one shape of the input', () => {
    expect(readRetryDraft(own({ kind: 'FIXED', firstWait: '30 s', attempts: 3, jitterPercent: 10, finalCodes: '410, 404' })).input).toEqual({
      backoff: { fixed: { delay: 'PT30S', maxAttempts: 3 } }, jitter: 0.1, respectRetryAfter: true, nonRetryableStatusCodes: [410, 404],
    });
  });

  it('tells everything that is wrong with it', () => {
    const { problems } = readRetryDraft(own({ kind: 'EXPONENTIAL', firstWait: 'soon', factor: 20, attempts: 40, finalCodes: '999', jitterPercent: 200 }));
    expect(problems).toHaveLength(5);
    expect(readRetryDraft(own({ kind: 'CUSTOM', waits: '9 d' })).problems[0]).toContain('between 1 s and 7 d');
  });

  it('comes back from the server as it was typed', () => {
    const policy = { kind: 'CUSTOM' as const, maxAttempts: 3, initialDelay: null, multiplier: null, maxDelay: null, delays: ['PT5S', 'PT1H30M'], jitter: 0.2, respectRetryAfter: false, nonRetryableStatusCodes: [410] };
    expect(retryDraftOf(policy)).toMatchObject({ isOwn: true, kind: 'CUSTOM', waits: '5 s, 1 h 30 min', jitterPercent: 20, respectRetryAfter: false, finalCodes: '410' });
    expect(retryDraftOf(null).isOwn).toBe(false);
  });
});
