import { describe, expect, it } from 'vitest';
import { barSegments, shortSummary, summaryWords } from '../../../../client/pages/events/event-words.ts';

const summary = (counts: Partial<Record<'succeeded' | 'pending' | 'failed' | 'cancelled', number>>) => {
  const all = { succeeded: 0, pending: 0, failed: 0, cancelled: 0, ...counts };
  return { ...all, total: all.succeeded + all.pending + all.failed + all.cancelled };
};

describe('the deliveries of an event', () => {
  it('are a bar with the worst first, whose parts make the whole', () => {
    const segments = barSegments(summary({ succeeded: 2, failed: 1, cancelled: 1 }));
    expect(segments.map(({ key }) => key)).toEqual(['failed', 'succeeded', 'cancelled']);
    expect(segments.reduce((sum, { share }) => sum + share, 0)).toBe(1);
  });

  it('are told in words, for those who do not see the bar', () => {
    expect(summaryWords(summary({ succeeded: 3, failed: 1 }))).toBe('1 gave up, 3 delivered');
    expect(summaryWords(summary({}))).toBe('No delivery');
  });

  it('name the trouble first, and else how many arrived', () => {
    expect(shortSummary(summary({ succeeded: 3, failed: 1, pending: 1 }))).toEqual({ text: '1 gave up', tone: 'fail' });
    expect(shortSummary(summary({ succeeded: 3, pending: 1 }))).toEqual({ text: '1 under way', tone: 'wait' });
    expect(shortSummary(summary({ succeeded: 3, cancelled: 1 }))).toEqual({ text: '3 of 4', tone: null });
    expect(shortSummary(summary({}))).toEqual({ text: 'None', tone: null });
  });
});
