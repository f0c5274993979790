import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { stopOperation } from '../../server/commands/bulk-operations.ts';
import type { Caller } from '../../server/commands/caller.ts';
import { exportAttempts, openExport, type ExportAttemptsInput } from '../../server/commands/export-attempts.ts';
import { newId } from '../../server/domain/ids.ts';
import type { AttemptFilter } from '../../server/storage/attempt-filter.ts';
import { AuditEntry } from '../../server/storage/entities/audit-entry.ts';
import { AttemptContent, DeliveryAttempt } from '../../server/storage/entities/delivery-attempt.ts';
import { WebhookEvent } from '../../server/storage/entities/webhook-event.ts';
import type { Webhook } from '../../server/storage/entities/webhook.ts';
import { eachDatabase } from '../support/databases.ts';
import { insertWebhook, NOON } from '../support/factories.ts';
import { idAt, insertStory, type Story } from '../support/history.ts';
import { OperationWorkers } from '../support/operations.ts';
import { openCommandBench, type CommandBench } from './command-bench.ts';

eachDatabase('an export of attempts', (kind) => {
  let bench: CommandBench;
  let caller: Caller;
  let webhook: Webhook;
  let stories: Story[];
  beforeAll(async () => { bench = await openCommandBench(kind); });
  afterAll(() => bench.close());
  beforeEach(async () => {
    webhook = await insertWebhook(bench.deps.store);
    caller = { ...bench.caller, accountId: webhook.accountId };
    stories = [];
    for (let number = 0; number < 5; number++) stories.push(await insertStory(bench.deps.store, webhook, NOON + number));
  });

  const begin = async (filter: AttemptFilter = {}, form: Partial<ExportAttemptsInput['form']> = {}) =>
    (await exportAttempts(bench.deps, caller, { filter, form: { format: 'JSON_LINES', includesBodies: false, ...form }, idempotencyKey: null })).bulkOperation;
  const run = (id: string) => new OperationWorkers(bench.deps).runToEnd(id);

  async function textOf(id: string, who: Caller = caller): Promise<string | null> {
    const file = await openExport(bench.deps, who, id);
    if (!file) return null;
    let text = '';
    for await (const part of file.parts()) text += part;
    return text;
  }

  async function linesOf(id: string, who: Caller = caller): Promise<Record<string, unknown>[]> {
    const text = await textOf(id, who);
    return (text ?? '').split('\n').filter(Boolean).map((line) => JSON.parse(line) as Record<string, unknown>);
  }

  const idsOf = (some: readonly Story[]) => some.map(({ attempt }) => attempt.id);

  it('has each attempt once, oldest first, and counts them', async () => {
    const { id } = await begin();
    expect(await run(id)).toMatchObject({ kind: 'EXPORT', status: 'COMPLETED', totalCount: 5, succeededCount: 5 });
    const lines = await linesOf(id);
    expect(lines.map((line) => line.id)).toEqual(idsOf(stories));
    expect(lines[0]).toEqual({
      id: stories[0]!.attempt.id, deliveryId: stories[0]!.delivery.id, eventId: stories[0]!.event.id, webhookId: webhook.id, webhookName: webhook.name, url: webhook.url,
      environment: 'PRODUCTION', eventType: 'license.activated', resourceId: 'lic_1', trigger: 'EVENT', number: 1, kind: 'INITIAL', status: 'SUCCEEDED',
      startedAt: '2026-11-20T12:00:00.000Z', completedAt: '2026-11-20T12:00:00.000Z', durationMs: 5, statusCode: 200, failureCode: null,
    });
  });

  it('has only what the filter lets through, whatever windows of ids lie in between', async () => {
    const { id } = await begin({ deliveryIds: [stories[1]!.delivery.id, stories[3]!.delivery.id] });
    await run(id);
    expect((await linesOf(id)).map((line) => line.id)).toEqual(idsOf([stories[1]!, stories[3]!]));
  });

  it('is the same when it is fetched again, and has nothing of what came later', async () => {
    const { id } = await begin();
    await run(id);
    const first = await textOf(id);
    await insertStory(bench.deps.store, webhook, NOON + 100);
    expect(await textOf(id)).toBe(first);
  });

  it('has a header and a line for each attempt as CSV', async () => {
    const { id } = await begin({}, { format: 'CSV' });
    await run(id);
    const lines = (await textOf(id))!.split('\r\n');
    expect(lines[0]).toMatch(/^id,deliveryId,eventId/);
    expect(lines.slice(1, -1).map((line) => line.split(',')[0])).toEqual(idsOf(stories));
    expect(lines.at(-1)).toBe('');
  });

  it('has bodies when they are asked for, as far as they are within their retention', async () => {
    await bench.deps.store.write(async (tx) => {
      await tx.update(WebhookEvent, { id: stories[1]!.event.id }, { body: '' });
      await tx.delete(AttemptContent, { attemptId: stories[2]!.attempt.id });
      await tx.update(AttemptContent, { attemptId: stories[3]!.attempt.id }, { responseBody: Buffer.from([0xff, 0x00]), requestBody: '{"text":"hi"}' });
    });
    const { id } = await begin({}, { includesBodies: true });
    await run(id);
    expect((await linesOf(id)).map(({ requestBody, responseBody }) => [requestBody, responseBody])).toEqual([
      [stories[0]!.event.body, 'fine'], [null, 'fine'], [null, null], ['{"text":"hi"}', null], [stories[4]!.event.body, 'fine'],
    ]);
  });

  it('is not for another account, nor for somebody who is held to other environments', async () => {
    const { id } = await begin();
    await run(id);
    expect(await textOf(id, { ...caller, accountId: newId('acc') })).toBeNull();
    expect(await textOf(id, { ...caller, actorId: newId('key'), environments: ['STAGING'] })).toBeNull();
  });

  it('has only the environments of the one who began it', async () => {
    caller = { ...caller, actorId: newId('key'), environments: ['STAGING'] };
    const { id } = await begin();
    expect(await run(id)).toMatchObject({ status: 'COMPLETED', totalCount: 0 });
    expect(await linesOf(id)).toEqual([]);
  });

  it('cannot be fetched before it is ready, nor when it was stopped', async () => {
    const { id } = await begin();
    expect(await textOf(id)).toBeNull();
    await stopOperation(bench.deps, caller, id);
    expect(await run(id)).toMatchObject({ status: 'CANCELLED' });
    expect(await textOf(id)).toBeNull();
  });

  it('is in the audit log when it is begun and each time it is fetched', async () => {
    const { id } = await begin({}, { includesBodies: true });
    await run(id);
    await textOf(id);
    const entries = await bench.deps.store.reader.find(AuditEntry, { where: { targetId: id }, order: { id: 'ASC' } });
    expect(entries.map(({ action, actorId }) => [action, actorId])).toEqual([['deliveryAttempts.export', caller.actorId], ['deliveryAttempts.download', caller.actorId]]);
    expect(entries[0]?.changes).toContainEqual({ field: 'includesBodies', before: null, after: true, isRedacted: false });
  });

  it('goes over more attempts than one window has', async () => {
    const { attempt } = stories[0]!;
    await bench.deps.store.write(async (tx) => {
      const rows = Array.from({ length: 1_500 }, (_, index) => ({ ...attempt, id: idAt('att', NOON + 1_000 + index), lane: 7, seq: Date.now() * 2_000 + index }));
      for (let at = 0; at < rows.length; at += 40) await tx.insert(DeliveryAttempt, rows.slice(at, at + 40));
    });
    const { id } = await begin();
    expect(await run(id)).toMatchObject({ totalCount: 1_505 });
    const ids = (await linesOf(id)).map((line) => line.id as string);
    expect([new Set(ids).size, ids.toSorted()]).toEqual([1_505, ids]);
  });
});
