import { describe, expect, it } from 'vitest';
import { secretTimeline } from '../../../../client/pages/webhook-detail/secret-timeline.ts';
import { tabOf } from '../../../../client/pages/webhook-detail/webhook-tab.ts';
import type { ShownSecret } from '../../../../client/pages/webhook-detail/webhook-detail.queries.ts';

const NOW = Date.UTC(2026, 10, 20, 12);
const DAY = 86_400_000;
const iso = (at: number) => new Date(at).toISOString();
const secret = (id: string, state: ShownSecret['state'], createdAt: number, expiresAt: number | null): ShownSecret => ({
  id, hint: `whsec_…${id}`, state, createdAt: iso(createdAt), expiresAt: expiresAt === null ? null : iso(expiresAt), lastRevealedAt: null,
});

describe('the secrets of a webhook on an axis of time', () => {
  it('show that the current one goes on', () => {
    const { now, bars: [bar] } = secretTimeline([secret('a', 'CURRENT', NOW - 10 * DAY, null)], NOW);
    expect(bar).toMatchObject({ start: 0, end: 1, isOpen: true });
    expect(now).toBeLessThan(1);
  });

  it('let the replaced one end after now, beside the current one', () => {
    const { now, bars: [current, replaced] } = secretTimeline([secret('b', 'CURRENT', NOW - DAY, null), secret('a', 'OVERLAPPING', NOW - 3 * DAY, NOW + DAY)], NOW);
    expect(replaced?.start).toBe(0);
    expect(replaced?.end).toBe(1);
    expect(now).toBeCloseTo(0.75);
    expect(current?.start).toBeCloseTo(0.5);
  });

  it('have an axis although the only one was made just now', () => {
    const { from, to } = secretTimeline([secret('a', 'CURRENT', NOW, null)], NOW);
    expect(to).toBeGreaterThan(from);
  });
});

describe('the tab in the address', () => {
  it('is the named one', () => {
    expect(tabOf('security')).toBe('security');
  });

  it.each([undefined, 'nonsense', ['test']])('is the overview for %o', (value) => {
    expect(tabOf(value)).toBe('overview');
  });
});
