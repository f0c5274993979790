import { describe, expect, it } from 'vitest';
import { buildBody, checkPayload, parsePayload, requestHeaders, timestampSeconds, type EnvelopeParts } from '../../server/domain/envelope.ts';

const parts: EnvelopeParts = {
  eventId: 'evt_01K',
  occurredAt: Date.UTC(2026, 10, 20, 12, 0, 0, 123),
  eventCode: 'license.activated',
  resourceId: 'lic_1',
  environment: 'PRODUCTION',
  schemaVersion: '2026-01-01',
  isSample: false,
  payloadText: '{"a":1}',
};

describe('the body', () => {
  it('has its members in the order of the contract, without white space', () => {
    expect(buildBody(parts)).toBe(
      '{"eventId":"evt_01K","eventDate":"2026-11-20T12:00:00.123Z","eventCode":"license.activated","resourceId":"lic_1",'
      + '"environment":"production","schemaVersion":"2026-01-01","payload":{"a":1}}');
  });

  it('says when it is a sample', () => {
    expect(buildBody({ ...parts, isSample: true })).toContain('"schemaVersion":"2026-01-01","sample":true,"payload":');
  });

  it('keeps the payload byte for byte', () => {
    const payloadText = ' {"big": 12345678901234567890, "twice":1,"twice":2, "b":1e3,\n"é":"\\u00e9"} ';
    expect(buildBody({ ...parts, payloadText })).toContain(`"payload":${payloadText}}`);
  });

  it('escapes what the publisher chose', () => {
    const body = buildBody({ ...parts, resourceId: '"}\n<é>' });
    expect(JSON.parse(body)).toMatchObject({ resourceId: '"}\n<é>', payload: { a: 1 } });
  });
});

describe('a payload', () => {
  const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

  it('may be any JSON', () => {
    for (const text of ['{}', '[]', 'null', '"x"', '1', nested(64)]) expect(checkPayload(text, 1000)).toBeNull();
  });

  it.each(['', '{', '{"a":}', "{'a':1}", '{}x', '\ufeff{}', 'NaN'])('may not be %j', (text) =>
    expect(parsePayload(text, 1000, ['input', 'rawPayload']).problem).toMatchObject({ code: 'INVALID', path: ['input', 'rawPayload'] }));

  it('is measured in UTF-8 bytes', () => {
    expect(checkPayload('"éé"', 6)).toBeNull();
    expect(checkPayload('"éé"', 5)).toMatchObject({ code: 'PAYLOAD_TOO_LARGE' });
  });

  it('may be 64 levels deep', () => {
    expect(checkPayload(nested(65), 1000)).toMatchObject({ code: 'INVALID' });
    expect(checkPayload(nested(400_000), 1_000_000)).toMatchObject({ code: 'INVALID' });
  });

  it('may not contain half a surrogate pair, which has no bytes', () => {
    expect(checkPayload('"\ud800"', 100)).toMatchObject({ code: 'INVALID' });
    expect(checkPayload('"\u{1F511}"', 100)).toBeNull();
  });
});

it('headers tell the facts of the attempt in the order of the contract', () => {
  const headers = requestHeaders({
    userAgent: 'Keybell/0.1.0', eventId: 'evt_1', eventCode: 'license.activated', environment: 'STAGING', webhookId: 'wh_1',
    deliveryId: 'dlv_1', attemptNumber: 3, startedAt: 1_614_265_330_999,
  });
  expect(headers).toEqual([
    ['Content-Type', 'application/json'], ['Accept-Encoding', 'identity'], ['User-Agent', 'Keybell/0.1.0'], ['webhook-id', 'evt_1'],
    ['webhook-timestamp', '1614265330'], ['X-Webhook-Event', 'license.activated'], ['X-Webhook-Environment', 'staging'],
    ['X-Webhook-Listener', 'wh_1'], ['X-Webhook-Delivery', 'dlv_1'], ['X-Webhook-Attempt', '3'],
  ]);
  expect(timestampSeconds(1_614_265_330_999)).toBe(1_614_265_330);
});
