import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { check, type Verdict } from './checker.ts';
import type { Arrival, PublisherLine } from './log-file.ts';
import type { Records, StoredAttempt, StoredDelivery } from './records.ts';

const BODY = '{"eventId":"evt_1","payload":{"a":1}}';
const sha = (text: string) => createHash('sha256').update(text).digest('hex');

/** An event that was acknowledged, sent and accepted; each test changes one thing. */
function goodStory() {
  const published: PublisherLine[] = [
    { asked: 'key' }, { acknowledged: 'key', event: 'evt_1', matched: 1, isReplay: false, tries: 1, payload: sha('{"a":1}') },
  ];
  const arrival: Arrival = { at: 1, path: '/', event: 'evt_1', delivery: 'dlv_1', attempt: 1, status: 200, sha: sha(BODY), isSigned: true };
  const delivery: StoredDelivery = { id: 'dlv_1', eventId: 'evt_1', webhookId: 'wh_1', status: 'SUCCEEDED', trigger: 'EVENT' };
  const attempt: StoredAttempt = { deliveryId: 'dlv_1', number: 1, status: 'SUCCEEDED', statusCode: 200, failureCode: null };
  const records: Records = {
    events: new Map([['evt_1', { id: 'evt_1', idempotencyKey: 'key', body: BODY }]]), deliveries: new Map([['dlv_1', delivery]]),
    attempts: new Map([['dlv_1', [attempt]]]),
  };
  return { published, arrivals: [arrival], records, arrival, delivery, attempt };
}

/** How many of each it found. */
const counts = ({ lost, explained, unexplained, ghosts, differences, waiting }: Verdict) =>
  ({ lost: lost.length, explained, unexplained: unexplained.length, ghosts: ghosts.length, differences: differences.length, waiting: waiting.length });
const NOTHING = { lost: 0, explained: 0, unexplained: 0, ghosts: 0, differences: 0, waiting: 0 };

describe('the checker', () => {
  it('finds nothing where all went well', () => {
    expect(counts(check(goodStory()))).toEqual(NOTHING);
  });

  it('finds an acknowledged event that is not stored', () => {
    const { published } = goodStory();
    expect(counts(check({ published, arrivals: [], records: { events: new Map(), deliveries: new Map(), attempts: new Map() } }))).toEqual({ ...NOTHING, lost: 1 });
  });

  it('finds a delivery that is said to have succeeded and never arrived', () => {
    const story = goodStory();
    expect(counts(check({ ...story, arrivals: [] }))).toEqual({ ...NOTHING, lost: 1, differences: 1 });
  });

  it('counts what was cancelled, which need not arrive', () => {
    const story = goodStory();
    story.delivery.status = 'CANCELLED';
    story.records.attempts.clear();
    const verdict = check({ ...story, arrivals: [] });
    expect(counts(verdict)).toEqual(NOTHING);
    expect(verdict.cancelled).toBe(1);
  });

  it('takes replays for wishes, and other deliveries of an event to the same webhook for mistakes', () => {
    const story = goodStory();
    const again: StoredDelivery = { ...story.delivery, id: 'dlv_2', trigger: 'REPLAY' };
    story.records.deliveries.set('dlv_2', again);
    story.records.attempts.set('dlv_2', [{ ...story.attempt, deliveryId: 'dlv_2' }]);
    const arrivals = [story.arrival, { ...story.arrival, delivery: 'dlv_2' }];
    expect(counts(check({ ...story, arrivals }))).toEqual(NOTHING);
    again.trigger = 'EVENT';
    expect(counts(check({ ...story, arrivals }))).toEqual({ ...NOTHING, unexplained: 1 });
  });

  it('finds a delivery that never comes to an end', () => {
    const story = goodStory();
    story.delivery.status = 'IN_PROGRESS';
    expect(counts(check(story))).toEqual({ ...NOTHING, waiting: 1 });
  });

  it('takes a repetition after an unknown outcome as explained', () => {
    const story = goodStory();
    Object.assign(story.attempt, { status: 'FAILED', statusCode: null, failureCode: 'OUTCOME_UNKNOWN' });
    story.records.attempts.get('dlv_1')!.push({ ...story.attempt, number: 2, status: 'SUCCEEDED', statusCode: 200, failureCode: null });
    expect(counts(check({ ...story, arrivals: [story.arrival, { ...story.arrival, attempt: 2 }] }))).toEqual({ ...NOTHING, explained: 1 });
  });

  it('finds a repetition of what was accepted and recorded as such', () => {
    const story = goodStory();
    story.records.attempts.get('dlv_1')!.push({ ...story.attempt, number: 2 });
    expect(counts(check({ ...story, arrivals: [story.arrival, { ...story.arrival, attempt: 2 }] }))).toEqual({ ...NOTHING, unexplained: 1 });
  });

  it('finds the same attempt twice', () => {
    const story = goodStory();
    expect(counts(check({ ...story, arrivals: [story.arrival, story.arrival] }))).toEqual({ ...NOTHING, unexplained: 1 });
  });

  it('finds an arrival that nobody published and an attempt that is not in the log', () => {
    const story = goodStory();
    const ghost = { ...story.arrival, event: 'evt_2', delivery: 'dlv_2' };
    expect(counts(check({ ...story, arrivals: [story.arrival, ghost] }))).toEqual({ ...NOTHING, ghosts: 1 });
    story.records.attempts.clear();
    expect(counts(check(story))).toEqual({ ...NOTHING, ghosts: 1 });
  });

  it('takes an event whose acknowledgement was lost for what it is', () => {
    const story = goodStory();
    expect(counts(check({ ...story, published: [{ asked: 'key' }] }))).toEqual(NOTHING);
    expect(counts(check({ ...story, published: [] }))).toEqual({ ...NOTHING, ghosts: 1 });
  });

  it('finds other bytes, a wrong signature and another answer', () => {
    const story = goodStory();
    Object.assign(story.arrival, { sha: sha('else'), isSigned: false, status: 201 });
    expect(counts(check(story))).toEqual({ ...NOTHING, differences: 3 });
  });
});
