import { describe, expect, it } from 'vitest';
import type { SkipReason } from '../../server/domain/delivery.ts';
import { explainRouting, type RoutingFacts } from '../../server/domain/routing.ts';

const PUBLISHED = Date.UTC(2026, 0, 10);
const DAY = 86_400_000;

const facts = (own: { event?: Partial<RoutingFacts['event']>; webhook?: Partial<RoutingFacts['webhook']>; delivery?: RoutingFacts['delivery'] } = {}): RoutingFacts => ({
  event: { code: 'license.created', environment: 'PRODUCTION', publishedAt: PUBLISHED, isTest: false, ...own.event },
  webhook: {
    environment: 'PRODUCTION', eventPatterns: ['license.*'], contentFilter: null, createdAt: PUBLISHED - DAY, updatedAt: PUBLISHED - DAY, deletedAt: null, ...own.webhook,
  },
  delivery: own.delivery ?? null,
});

const verdicts = (own: Parameters<typeof facts>[0]) => explainRouting(facts(own)).rules.map(({ passed }) => passed);
const summary = (own: Parameters<typeof facts>[0]) => explainRouting(facts(own)).summary;
const decided = (skipReason: SkipReason | null) => ({ delivery: { skipReason } });

describe('the explanation of routing', () => {
  it('names the rules in one order', () => {
    expect(explainRouting(facts()).rules.map(({ name }) => name)).toEqual(['status', 'environment', 'event type', 'content filter', 'created before the event']);
  });

  it('says of an event that was sent that all rules let it pass, whatever the webhook is like now', () => {
    const changed = { ...decided(null), webhook: { environment: 'STAGING', eventPatterns: ['contract.*'] } as const };
    expect(explainRouting(facts(changed))).toMatchObject({ isMatch: true, summary: expect.stringContaining('was sent') as string });
    expect(verdicts(changed)).toEqual([true, true, true, true, true]);
  });

  it('says that the webhook was inactive, and that its filter was not asked then', () => {
    expect(explainRouting(facts(decided('INACTIVE'))).isMatch).toBe(false);
    expect(verdicts(decided('INACTIVE'))).toEqual([false, true, true, null, true]);
    expect(summary(decided('INACTIVE'))).toContain('inactive');
  });

  it.each([['FILTER_REFUSED', 'refused'], ['FILTER_FAILED', 'no answer']] as const)('tells %s from the other verdict of a filter', (reason, word) => {
    expect(verdicts(decided(reason))).toEqual([true, true, true, false, true]);
    expect(summary(decided(reason))).toContain(word);
  });

  it('says which environments differ', () => {
    const staging = { webhook: { environment: 'STAGING' } as const };
    expect(verdicts(staging)).toEqual([null, false, true, null, true]);
    expect(summary(staging)).toBe('The event belongs to production, and the webhook receives staging only.');
  });

  it('says that the type was not asked for', () => {
    const contracts = { webhook: { eventPatterns: ['contract.*', 'activation.created'] } };
    expect(verdicts(contracts)).toEqual([null, true, false, null, true]);
    expect(explainRouting(facts(contracts)).rules[2]!.detail).toBe('Event: license.created, webhook: contract.*, activation.created.');
  });

  it('puts a webhook that did not exist yet before everything else that may not fit', () => {
    const late = { webhook: { createdAt: PUBLISHED + 1, environment: 'STAGING' } as const };
    expect(verdicts(late)).toEqual([null, false, true, null, false]);
    expect(summary(late)).toContain('created after');
  });

  it('says that the webhook was deleted before, but not after the event', () => {
    expect(summary({ webhook: { deletedAt: PUBLISHED - 1 } })).toContain('deleted before');
    expect(verdicts({ webhook: { deletedAt: PUBLISHED + DAY } })[0]).toBeNull();
  });

  it('says that the webhook was changed since when everything fits now', () => {
    expect(summary({ webhook: { updatedAt: PUBLISHED + DAY } })).toContain('2026-01-11');
  });

  it('says that tests and samples go to one webhook only', () => {
    expect(summary({ event: { isTest: true } })).toContain('only to the webhook that it was sent for');
  });
});
