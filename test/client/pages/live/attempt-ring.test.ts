import { describe, expect, it } from 'vitest';
import { AttemptRing } from '../../../../client/pages/live/attempt-ring.ts';

const items = (...ids: string[]) => ids.map((id) => ({ id, startedAt: id.charCodeAt(0) }));
const idsOf = (rows: readonly { id: string }[]) => rows.map(({ id }) => id).join('');

describe('the ring of attempts', () => {
  it('shows the newest on top', () => {
    const ring = new AttemptRing(10);
    ring.push(items('a', 'b'));
    ring.push(items('c'));
    expect(idsOf(ring.take())).toBe('cba');
  });

  it('keeps what arrives waiting until it is taken', () => {
    const ring = new AttemptRing(10);
    ring.push(items('a'));
    const before = ring.take();
    ring.push(items('b', 'c'));
    expect(ring.waiting).toBe(2);
    expect(idsOf(before)).toBe('a');
    expect(idsOf(ring.take())).toBe('cba');
    expect(ring.waiting).toBe(0);
  });

  it('answers the same rows when nothing arrived', () => {
    const ring = new AttemptRing(10);
    ring.push(items('a'));
    expect(ring.take()).toBe(ring.take());
  });

  it('holds no more than its capacity, and knows a dropped item no more', () => {
    const ring = new AttemptRing(3);
    ring.push(items('a', 'b', 'c'));
    ring.take();
    ring.push(items('d', 'e'));
    expect(idsOf(ring.take())).toBe('edc');
    expect(ring.push(items('a'))).toHaveLength(1);
  });

  it('only counts what waits beyond its capacity', () => {
    const ring = new AttemptRing(3);
    ring.push(items('a', 'b', 'c', 'd', 'e'));
    expect(ring.waiting).toBe(5);
    expect(idsOf(ring.take())).toBe('edc');
    expect(ring.waiting).toBe(0);
  });

  it('puts what was missing where it belongs', () => {
    const ring = new AttemptRing(10);
    ring.push(items('a', 'd'));
    ring.take();
    expect(ring.insert(items('c', 'b', 'a'))).toBe(2);
    expect(idsOf(ring.rows)).toBe('dcba');
  });

  it('has no room for what is older than all of a full ring', () => {
    const ring = new AttemptRing(2);
    ring.push(items('b', 'c'));
    ring.take();
    expect(ring.insert(items('a'))).toBe(0);
    expect(idsOf(ring.rows)).toBe('cb');
  });

  it('takes an item once, however often a resumed stream sends it', () => {
    const ring = new AttemptRing(10);
    ring.push(items('a', 'b'));
    ring.take();
    expect(idsOf(ring.push(items('b', 'c')))).toBe('c');
    expect(idsOf(ring.take())).toBe('cba');
  });
});
