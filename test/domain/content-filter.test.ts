import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkContentFilter, ContentFilter, FilteredEvent, MAX_FILTER_LENGTH } from '../../server/domain/content-filter.ts';
import { buildBody } from '../../server/domain/envelope.ts';
import { MAX_FILTER_COST } from '../../server/domain/filter-cost.ts';

const LICENSE = {
  license: {
    id: 'lic_1', status: 'active', activationCount: 3, expiresAt: '2026-12-01T00:00:00Z', customer: null,
    product: { name: 'Example Studio' }, features: { exportPdf: true, maxProjects: 50 }, metadata: { 'order-id': 'SO-1' },
  },
  seats: [{ user: 'ana', weight: 1 }, { user: 'Bo', weight: 2.5 }],
};

function eventWith(payload: unknown): FilteredEvent {
  return new FilteredEvent(bodyWith(JSON.stringify(payload)));
}

const bodyWith = (payloadText: string) => buildBody({
  eventId: 'evt_1', occurredAt: Date.UTC(2026, 10, 20, 12), eventCode: 'license.activated', resourceId: 'lic_1',
  environment: 'PRODUCTION', schemaVersion: '2026-01-01', isSample: false, payloadText,
});

const judge = (expression: string, payload: unknown = LICENSE) => new ContentFilter(expression).judge(eventWith(payload));

describe('a content filter', () => {
  it.each([
    'payload.license.status == "active"',
    'payload.license.status in ["active", "suspended"]',
    'payload.license.activationCount >= 3 && payload.license.features.maxProjects == 50',
    'payload.license.features.exportPdf',
    'payload.license.customer == null',
    'payload.license.metadata["order-id"].startsWith("SO-")',
    'payload.license.product.name.lowerAscii().contains("studio")',
    'payload.seats.exists(seat, seat.user == "Bo")',
    'payload.seats.all(seat, seat.weight > 0)',
    'payload.seats.exists_one(seat, seat.weight > 2)',
    'size(payload.seats.filter(seat, seat.weight > 0)) == 2',
    'has(payload.license.product) && !has(payload.license.batch)',
    'has(payload.contract) || eventCode.startsWith("license.")',
    'environment == "production" && resourceId == payload.license.id && schemaVersion >= "2026"',
    'timestamp(payload.license.expiresAt) - timestamp(eventDate) < duration("720h")',
    'int(payload.license.activationCount) + 1 == 4',
    'payload.license.activationCount > 5 ? false : true',
  ])('accepts by %s', (expression) => {
    expect(judge(expression)).toEqual({ outcome: 'ACCEPTED' });
  });

  it.each([
    'payload.license.status == "revoked"',
    '"user" in payload.license',
    'has(payload.seat)',
    'payload.seats.exists(seat, seat.user == "Cy")',
    'eventCode != "license.activated"',
  ])('refuses by %s', (expression) => {
    expect(judge(expression)).toEqual({ outcome: 'REFUSED' });
  });

  it.each([
    ['payload.license.customer.id == "cus_1"', 'No such key: id (line 1, column 26)'],
    ['payload.license.status > 3', 'no such overload: dyn<string> > int (line 1, column 1)'],
    ['payload.license.status', 'Its result is neither true nor false, but a value of type string'],
    ['payload.seats[7].user == "ana"', 'No such key: index out of bounds, index 7 >= size 2 (line 1, column 1)'],
  ])('has no answer by %s, and says why', (expression, reason) => {
    expect(judge(expression)).toEqual({ outcome: 'FAILED', reason });
  });

  it('cuts short what it says about the event', () => {
    const verdict = judge('bool(payload.text)', { text: 'x'.repeat(5000) });
    expect(verdict.outcome === 'FAILED' && verdict.reason.length).toBeLessThan(300);
  });

  it('sees members that objects of JavaScript have by themselves only when the payload has them', () => {
    expect(judge('has(payload.toString) || has(payload.__proto__) || "constructor" in payload')).toEqual({ outcome: 'REFUSED' });
    const own = JSON.parse('{"constructor": "ACME", "deep": {"constructor": 1}, "__proto__": {"polluted": true}}') as unknown;
    expect(judge('payload.constructor == "ACME" && payload.deep.constructor == 1 && has(payload.deep)', own)).toEqual({ outcome: 'ACCEPTED' });
    expect(judge('has(payload.polluted)', own)).toEqual({ outcome: 'REFUSED' });
  });

  it.each([[null], [[]], ['text'], [7]])('takes the payload %j, which is no object', (payload) => {
    expect(judge('payload == null || size(payload) >= 0', payload)).toMatchObject({ outcome: payload === 7 ? 'FAILED' : 'ACCEPTED' });
  });
});

describe('an expression that is none', () => {
  it.each([
    ['payload.license.status == "active', 'Unterminated string (line 1, column 27)'],
    ['payload.license.status ==\n  && true', 'Unexpected token: AND (line 2, column 3)'],
    ['license.status == "active"', 'Unknown variable: license (line 1, column 1)'],
    ['eventCode == 1', 'no such overload: string == int (line 1, column 1)'],
    ['eventCode', 'Its result must be true or false, and this gives a value of type string'],
    ['', 'Unexpected token: EOF (line 1, column 1)'],
    ['payload.name.matches("(a+)+$")', 'Filters have no method .matches()'],
    ['payload.seats.map(s, s + s) == []', 'Filters have no method .map()'],
    ['cel.bind(x, payload, x == x)', 'Filters have no method .bind()'],
    ['{"a": 1}.a == 1', 'Filters have no map literals'],
    ['b"abc" == b"abc"', 'Filters have no bytes (line 1, column 1)'],
    ['string(payload).split("") == []', 'Filters have no method .split()'],
    ['payload.a.contains(payload.b)', '.contains() takes a text that is written out, such as "abc" (line 1, column 20)'],
    ['duration(payload.a) > duration("1h")', 'duration() takes a text that is written out'],
    ['payload.a.exists(x, x.exists(y, y.exists(z, z)))', 'may stand inside each other (line 1, column 33)'],
    ['payload.a.exists(x)', 'Write it as list.exists(item, condition)'],
  ])('is refused when it is saved: %s', (expression, message) => {
    const [problem, ...more] = checkContentFilter(expression);
    expect(more).toEqual([]);
    expect(problem).toMatchObject({ code: 'INVALID', path: ['input', 'contentFilter'] });
    expect(problem!.message).toContain(message);
  });

  it('is refused when it is nested too deep or has too many parts', () => {
    const messages = [`${'('.repeat(900)}true${')'.repeat(900)}`, `payload${'.a'.repeat(900)} == 1`, `${'!'.repeat(1900)}true`]
      .map((expression) => checkContentFilter(expression)[0]!.message);
    expect(messages).toEqual([
      expect.stringContaining('nested deeper than 24 levels'), expect.stringContaining('nested deeper than 24 levels'),
      expect.stringContaining('more than 200 parts'),
    ]);
  });

  it('is refused when it is too long', () => {
    expect(checkContentFilter(`"${'x'.repeat(MAX_FILTER_LENGTH - 8)}" != ""`)).toEqual([]);
    expect(checkContentFilter(`"${'x'.repeat(MAX_FILTER_LENGTH)}" != ""`)).toMatchObject([{ code: 'TOO_LONG' }]);
  });
});

describe('the documentation', () => {
  const rows = [...readFileSync('docs/delivery.md', 'utf8').matchAll(/^\| `([a-z]+\.[a-z]+)` \| `(payload|has|timestamp)(.*)` \|$/gm)];

  it('has examples', () => {
    expect(rows.length).toBeGreaterThan(5);
  });

  it.each(rows.map(([, code, start, rest]) => ({ code: code!, expression: `${start}${rest}`.replaceAll('\\|', '|') })))(
    'shows a filter that accepts the example of $code: $expression',
    ({ code, expression }) => {
      const { types } = JSON.parse(readFileSync(`schema/events/${code.split('.')[0]}.json`, 'utf8')) as { types: { code: string; examples: { payload: unknown }[] }[] };
      expect(judge(expression, types.find((type) => type.code === code)!.examples[0]!.payload)).toEqual({ outcome: 'ACCEPTED' });
    },
  );
});

describe('the cost of a filter', () => {
  const hundredKilobytes = { text: 'a'.repeat(100_000), items: Array.from({ length: 5000 }, (_, n) => ({ n, sku: `sku-${n}` })) };

  it.each([
    'payload.items.exists(a, payload.items.exists(b, a.n == b.n + 1.0))',
    'payload.items.exists(a, payload.items == payload.items)',
    'payload.items.exists(a, payload.text.contains("aaaaaaab"))',
    'payload.items.exists(a, size(payload.text) == 1)',
    'payload.items.exists(a, a.nope || a.nope || a.nope)',
    'payload.items.exists(a, a in payload.items)',
    'payload.items.all(a, has(payload.text) || payload[payload.items])',
    '[payload.items, payload.items].exists(a, a.exists(b, b.nope))',
    `payload.text.contains("b${'a'.repeat(200)}")`,
    'payload.items.exists(a, (payload.text + payload.text).lowerAscii() == "b")',
  ])('keeps %s from being asked about a large event', (expression) => {
    expect(judge(expression, hundredKilobytes)).toMatchObject({ outcome: 'FAILED', reason: expect.stringContaining(`${MAX_FILTER_COST} are allowed`) });
    expect(judge(expression, { text: 'a', items: [{ n: 1, nope: false }] }).outcome).not.toBe('FAILED');
  });

  it.each([
    'payload.text.startsWith("b") || payload.items.size() > 10000',
    '"x" in payload.items || payload.items == payload.text',
    'size(payload.text) == 0',
    'payload.text.lowerAscii() == "b" && eventCode == "x" && resourceId == "y" && payload.items[0].sku == "z"',
  ])('lets %s be asked about a large event', (expression) => {
    expect(judge(expression, hundredKilobytes)).toEqual({ outcome: 'REFUSED' });
  });

  it('is small for the examples of the catalogue', () => {
    const filter = new ContentFilter('payload.exists(key, key == "licence" && payload[key].exists(member, member == "id"))');
    for (const group of ['license', 'activation', 'product', 'contract', 'telemetry']) {
      const { types } = JSON.parse(readFileSync(`schema/events/${group}.json`, 'utf8')) as { types: { examples: { payload: unknown }[] }[] };
      for (const { payload } of types.flatMap(({ examples }) => examples)) expect(filter.judge(eventWith(payload)).outcome).not.toBe('FAILED');
    }
  });
});
