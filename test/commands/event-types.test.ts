import 'reflect-metadata';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { changeEventType, deprecateEventType } from '../../server/commands/change-event-type.ts';
import { changeWebhook } from '../../server/commands/change-webhook.ts';
import { createEventType, type CreateEventTypeInput } from '../../server/commands/create-event-type.ts';
import { createWebhook } from '../../server/commands/create-webhook.ts';
import { AuditEntry } from '../../server/storage/entities/audit-entry.ts';
import { EventCatalogue } from '../../server/storage/event-catalogue.ts';
import { eachDatabase } from '../support/databases.ts';
import { openCommandBench, problemsOf, webhookInput, type CommandBench } from './command-bench.ts';

const SCHEMA = { type: 'object', required: ['seats'], properties: { seats: { type: 'integer', minimum: 1 } }, additionalProperties: false };

const typeInput = (own: Partial<CreateEventTypeInput> = {}): CreateEventTypeInput => ({
  code: 'license.resized', name: 'Licence resized', description: 'The number of seats changed.', group: 'license', payloadSchema: SCHEMA, examples: [{ seats: 5 }], ...own,
});

eachDatabase('event types of an account', (kind) => {
  let bench: CommandBench;
  beforeEach(async () => { bench = await openCommandBench(kind); });
  afterEach(() => bench.close());

  const create = (own: Partial<CreateEventTypeInput> = {}) => createEventType(bench.deps, bench.caller, typeInput(own));
  const publish = async (payload: unknown, type = 'license.resized') => {
    const [result] = await bench.deps.publisher.publish(bench.caller, [
      { type, environment: 'PRODUCTION', resourceId: 'lic_1', payload, idempotencyKey: crypto.randomUUID() },
    ], 'ATOMIC');
    return result!;
  };
  const codes = async (command: Promise<unknown>) => (await problemsOf(command)).map(({ code, path }) => `${code} ${path?.join('.')}`);
  const deprecate = (own = {}) => deprecateEventType(bench.deps, bench.caller, { code: 'license.resized', reason: 'Use license.updated.', replacement: null, sunsetAt: null, ...own });

  it('can be published and subscribed to at once, by patterns too', async () => {
    await createWebhook(bench.deps, bench.caller, webhookInput({ events: ['license.*'] }));
    await create();
    await createWebhook(bench.deps, bench.caller, webhookInput({ events: ['license.resized'] }));
    expect(await publish({ seats: 3 })).toMatchObject({ matchedWebhookCount: 2, problems: [], event: { schemaVersion: '1' } });
    expect((await publish({ seats: 0 })).problems).toMatchObject([{ code: 'PAYLOAD_SCHEMA_VIOLATION' }]);
  });

  it('are unknown to other accounts', async () => {
    await create();
    expect(bench.deps.catalogue.byCode('acc_other', 'license.resized')).toBeNull();
  });

  it('are known to another process as soon as something of them is published', async () => {
    const other = await EventCatalogue.load(bench.deps.store);
    await create();
    expect(other.byCode(bench.caller.accountId, 'license.resized')).toBeNull();
    await other.refresh();
    expect(other.byCode(bench.caller.accountId, 'license.resized')).toMatchObject({ name: 'Licence resized' });
  });

  it('are refused with all that is wrong with them', async () => {
    expect(await codes(create({ code: 'license', name: ' ', description: '', group: 'Other Group', examples: [] }))).toEqual([
      'INVALID input.code', 'REQUIRED input.name', 'REQUIRED input.description', 'INVALID input.group', 'REQUIRED input.examples',
    ]);
    expect(await codes(create({ code: 'webhook.mine' }))).toEqual(['INVALID input.code']);
    expect(await codes(create({ code: 'license.created' }))).toEqual(['TAKEN input.code']);
    expect(await codes(create({ payloadSchema: { type: 'nonsense' } }))).toEqual(['INVALID input.payloadSchema']);
    expect(await codes(create({ payloadSchema: { pattern: '(?=look)ahead' } }))).toEqual(['INVALID input.payloadSchema']);
    expect(await codes(create({ examples: [{ seats: 1 }, { seats: 'many' }] }))).toEqual(['PAYLOAD_SCHEMA_VIOLATION input.examples.1']);
  });

  it('exist once when two make the same one at the same time', async () => {
    const results = await Promise.allSettled([create(), create()]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('judge patterns in time that does not explode', async () => {
    await create({ payloadSchema: { type: 'object', properties: { text: { type: 'string', pattern: '^(a+)+$' } } }, examples: [{}] });
    expect((await publish({ text: `${'a'.repeat(100_000)}!` })).problems).toMatchObject([{ code: 'PAYLOAD_SCHEMA_VIOLATION' }]);
  });

  it('refuse what would take too long to check, without checking it', async () => {
    const wide = { type: 'object', properties: { list: { items: { allOf: Array.from({ length: 300 }, () => ({ minimum: 0 })) } } } };
    await create({ payloadSchema: wide, examples: [{ list: [1] }] });
    expect((await publish({ list: Array.from({ length: 50_000 }, () => 1) })).problems).toMatchObject([{ code: 'PAYLOAD_SCHEMA_VIOLATION', violations: [{ message: expect.stringContaining('too many values') as string }] }]);
    expect((await publish({ list: [1, 2, 3] })).problems).toEqual([]);
  });

  it('tell the first fault only where telling all could exhaust the memory', async () => {
    await create({ payloadSchema: { type: 'object', properties: { list: { maxItems: 100, uniqueItems: true, items: { type: 'string' } } } }, examples: [{ list: ['a'] }] });
    const [problem] = (await publish({ list: Array.from({ length: 100_000 }, (_, index) => index) })).problems as { violations?: unknown[] }[];
    expect(problem?.violations).toHaveLength(1);
  });

  it('get a new schema version with another schema, and only then', async () => {
    await create();
    const change = (own: object) => changeEventType(bench.deps, bench.caller, { code: 'license.resized', ...own });
    expect(await change({ name: 'Seats changed' })).toMatchObject({ schemaVersion: '1', name: 'Seats changed', version: 2 });
    expect(await change({ payloadSchema: { ...SCHEMA, additionalProperties: true } })).toMatchObject({ schemaVersion: '2' });
    expect(await publish({ seats: 1, note: 'more' })).toMatchObject({ problems: [], event: { schemaVersion: '2' } });
    expect(await codes(change({ examples: [{}] }))).toEqual(['PAYLOAD_SCHEMA_VIOLATION input.examples.0']);
    expect(await codes(change({ payloadSchema: { ...SCHEMA, required: ['seats', 'plan'] } }))).toEqual(['PAYLOAD_SCHEMA_VIOLATION input.examples.0']);
  });

  it('are the only ones that can be changed', async () => {
    const change = (code: string) => codes(changeEventType(bench.deps, bench.caller, { code, name: 'Mine' }));
    expect(await change('license.created')).toEqual(['INVALID_STATE input.code']);
    expect(await change('license.none')).toEqual(['NOT_FOUND input.code']);
  });

  it('are not offered to new webhooks any more when deprecated, but stay with those that have them', async () => {
    await create();
    const { webhook } = await createWebhook(bench.deps, bench.caller, webhookInput({ events: ['license.resized'] }));
    await deprecate();
    expect(await codes(createWebhook(bench.deps, bench.caller, webhookInput({ events: ['license.resized'] })))).toEqual(['INVALID input.events.0']);
    await changeWebhook(bench.deps, bench.caller, { id: webhook.id, events: ['license.resized', 'license.created'] });
    expect(await publish({ seats: 1 })).toMatchObject({ matchedWebhookCount: 1, problems: [] });
  });

  it('are refused from their sunset on', async () => {
    await create();
    await deprecate({ sunsetAt: bench.clock.now() + 1_000 });
    expect((await publish({ seats: 1 })).problems).toEqual([]);
    bench.clock.advance(1_000);
    expect((await publish({ seats: 1 })).problems).toMatchObject([{ code: 'INVALID_STATE', path: ['type'] }]);
  });

  it('name a replacement that exists', async () => {
    await create();
    expect(await codes(deprecate({ reason: ' ', replacement: 'license.none' }))).toEqual(['REQUIRED input.reason', 'UNKNOWN_EVENT_TYPE input.replacement']);
    expect(await codes(deprecate({ replacement: 'license.resized' }))).toEqual(['UNKNOWN_EVENT_TYPE input.replacement']);
    expect(await deprecate({ replacement: 'license.updated' })).toMatchObject({ deprecation: { replacement: 'license.updated' } });
  });

  it('leave an entry in the audit log with each change, and none without one', async () => {
    await create();
    await changeEventType(bench.deps, bench.caller, { code: 'license.resized' });
    await deprecate();
    const entries = await bench.deps.store.reader.find(AuditEntry, { where: { targetName: 'license.resized' }, order: { id: 'ASC' } });
    expect(entries.map(({ action }) => action)).toEqual(['eventType.create', 'eventType.deprecate']);
  });
});
