import 'reflect-metadata';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { PublishInput } from '../../server/commands/publish-event.ts';
import { KEY_LIFETIME_MS } from '../../server/domain/retention.ts';
import { Delivery } from '../../server/storage/entities/delivery.ts';
import { WebhookEvent } from '../../server/storage/entities/webhook-event.ts';
import { Webhook } from '../../server/storage/entities/webhook.ts';
import { noteWebhookChange } from '../../server/storage/webhook-rows.ts';
import { TestClock } from '../support/clock.ts';
import { eachDatabase, openTestStore, type TestStore } from '../support/databases.ts';
import { Engine, licenseEvent } from '../support/engine.ts';

function nested(levels: number): unknown {
  let value: unknown = {};
  for (let level = 0; level < levels; level++) value = [value];
  return value;
}

eachDatabase('publishing', (kind) => {
  let database: TestStore;
  let engine: Engine;
  const clock = new TestClock();

  /** No dispatcher runs: what is published stays where publishing puts it. */
  beforeEach(async () => {
    database = await openTestStore(kind);
    engine = await Engine.create(database.store, { clock: clock.now });
  });
  afterEach(() => database.close());

  const publishAll = (inputs: PublishInput[], mode: 'ATOMIC' | 'PARTIAL') => engine.publisher.publish(engine.caller, inputs, mode);
  const storedEvents = () => engine.store.reader.count(WebhookEvent);

  it('makes one delivery for each webhook of the environment that wants the event', async () => {
    const { webhook } = await engine.addWebhook({ eventPatterns: ['telemetry.*', 'license.created'] });
    await engine.addWebhook({ eventPatterns: ['*'] });
    await engine.addWebhook({ eventPatterns: ['license.*'] });
    await engine.addWebhook({ eventPatterns: ['*'], environment: 'STAGING' });
    await engine.addWebhook({ eventPatterns: ['*'], status: 'INACTIVE' });
    const result = await engine.publish();
    expect(result).toMatchObject({ matchedWebhookCount: 2, isIdempotentReplay: false, problems: [] });
    const deliveries = await engine.store.reader.find(Delivery);
    expect(deliveries.map((delivery) => delivery.status).sort()).toEqual(['PENDING', 'PENDING', 'SKIPPED']);
    expect(deliveries.find((delivery) => delivery.webhookId === webhook.id)).toMatchObject({ eventId: result.event!.id, leaseOwner: '' });
  });

  it('returns the first event for a repeated key, also among events published at once', async () => {
    await engine.addWebhook({ eventPatterns: ['*'] });
    const results = await Promise.all(Array.from({ length: 10 }, () => engine.publish({ idempotencyKey: 'same' })));
    const again = await engine.publish({ idempotencyKey: 'same' });
    expect(new Set([...results, again].map((result) => result.event!.id)).size).toBe(1);
    expect(results.filter((result) => !result.isIdempotentReplay)).toHaveLength(1);
    expect(again).toMatchObject({ isIdempotentReplay: true, matchedWebhookCount: 1 });
    expect(await storedEvents()).toBe(1);
    expect(await engine.store.reader.count(Delivery)).toBe(1);
  });

  it('refuses a key that was used with other content', async () => {
    await engine.publish({ idempotencyKey: 'same' });
    const other = await engine.publish({ idempotencyKey: 'same', resourceId: 'other' });
    expect(other).toMatchObject({ event: null, problems: [{ code: 'IDEMPOTENCY_KEY_REUSED', path: ['idempotencyKey'] }] });
  });

  it('lets a key be used again after its time', async () => {
    const first = await engine.publish({ idempotencyKey: 'same' });
    clock.advance(KEY_LIFETIME_MS + 1);
    const second = await engine.publish({ idempotencyKey: 'same' });
    expect(second.event!.id).not.toBe(first.event!.id);
    expect(second.isIdempotentReplay).toBe(false);
  });

  it('keeps the keys of accounts apart', async () => {
    const stranger = await Engine.create(database.store, { clock: clock.now });
    const mine = await engine.publish({ idempotencyKey: 'same' });
    const theirs = await stranger.publish({ idempotencyKey: 'same' });
    expect(theirs).toMatchObject({ isIdempotentReplay: false });
    expect(theirs.event!.id).not.toBe(mine.event!.id);
  });

  it('stores nothing of an atomic batch with one bad event', async () => {
    const results = await publishAll([licenseEvent(), licenseEvent({ type: 'license.activatd' })], 'ATOMIC');
    expect(results.map((result) => result.event)).toEqual([null, null]);
    expect(results[1]!.problems).toEqual([expect.objectContaining({ code: 'UNKNOWN_EVENT_TYPE', path: ['type'] })]);
    expect(results[1]!.problems[0]!.message).toContain('Did you mean "license.activated"?');
    expect(await storedEvents()).toBe(0);
  });

  it('stores the good ones of a partial batch, in their order', async () => {
    const results = await publishAll([licenseEvent({ resourceId: 'a' }), licenseEvent({ type: 'x' }), licenseEvent({ resourceId: 'b' })], 'PARTIAL');
    expect(results.map((result) => result.event?.resourceId ?? null)).toEqual(['a', null, 'b']);
    expect(await storedEvents()).toBe(2);
  });

  it('stores nothing of an atomic batch with a reused key', async () => {
    await engine.publish({ idempotencyKey: 'same' });
    const results = await publishAll([licenseEvent(), licenseEvent({ idempotencyKey: 'same', resourceId: 'other' })], 'ATOMIC');
    expect(results.map((result) => result.event)).toEqual([null, null]);
    expect(await storedEvents()).toBe(1);
  });

  it('acknowledges no repetition within an atomic batch that is refused', async () => {
    await engine.publish({ idempotencyKey: 'same' });
    const twice = licenseEvent();
    const results = await publishAll([twice, twice, licenseEvent({ idempotencyKey: 'same', resourceId: 'other' })], 'ATOMIC');
    expect(results.map(({ event, isIdempotentReplay }) => [event, isIdempotentReplay])).toEqual([[null, false], [null, false], [null, false]]);
    expect(await storedEvents()).toBe(1);
  });

  it('names the place where a payload breaks its schema', async () => {
    const result = await engine.publish({ rawPayload: '{"telemetry": 5}' });
    expect(result.event).toBeNull();
    expect(result.problems).toEqual([expect.objectContaining({
      code: 'PAYLOAD_SCHEMA_VIOLATION', path: ['rawPayload'], violations: expect.arrayContaining([expect.objectContaining({ schemaPointer: expect.any(String) })]),
    })]);
  });

  it.each<[string, Partial<PublishInput>, string, string[]]>([
    ['no payload', { rawPayload: null }, 'REQUIRED', ['payload']],
    ['two payloads', { payload: {} }, 'INVALID', ['payload']],
    ['no JSON', { rawPayload: '{' }, 'INVALID', ['rawPayload']],
    ['too deep a payload', { rawPayload: '['.repeat(10_000) + ']'.repeat(10_000) }, 'INVALID', ['rawPayload']],
    ['too deep a payload as a value', { rawPayload: null, payload: nested(20_000) }, 'INVALID', ['payload']],
    ['too large a payload', { rawPayload: JSON.stringify('x'.repeat(1_048_577)) }, 'PAYLOAD_TOO_LARGE', ['rawPayload']],
    ['no resource id', { resourceId: ' ' }, 'REQUIRED', ['resourceId']],
    ['too long a resource id', { resourceId: 'r'.repeat(201) }, 'TOO_LONG', ['resourceId']],
    ['an empty key', { idempotencyKey: '' }, 'REQUIRED', ['idempotencyKey']],
    ['control characters', { resourceId: 'a\nb' }, 'INVALID', ['resourceId']],
    ['a bad trace context', { traceparent: 'x' }, 'INVALID', ['traceparent']],
  ])('refuses %s', async (_what, input, code, path) => {
    const result = await engine.publish(input);
    expect(result.problems).toContainEqual(expect.objectContaining({ code, path }));
    expect(await storedEvents()).toBe(0);
  });

  it('refuses an environment that the API key may not touch', async () => {
    const [result] = await engine.publisher.publish({ ...engine.caller, environments: ['STAGING'] }, [licenseEvent()], 'ATOMIC');
    expect(result!.problems).toEqual([expect.objectContaining({ path: ['environment'] })]);
  });

  it('sees a change of a webhook by another process before it routes', async () => {
    const { webhook } = await engine.addWebhook({ eventPatterns: ['*'] });
    await engine.publish();
    await engine.store.write(async (tx) => {
      await tx.update(Webhook, { id: webhook.id }, { environment: 'STAGING' });
      await noteWebhookChange(tx, webhook.accountId);
    });
    expect((await engine.publish()).matchedWebhookCount).toBe(0);
  });
});
