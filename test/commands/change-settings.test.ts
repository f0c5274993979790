import { afterEach, beforeEach, expect, it } from 'vitest';
import { changeSettings, type ChangeSettingsInput } from '../../server/commands/change-settings.ts';
import { createWebhook } from '../../server/commands/create-webhook.ts';
import { rotateSecret } from '../../server/commands/rotate-secret.ts';
import type { RetryPolicy } from '../../server/domain/retry-policy.ts';
import { DAY_MS, HOUR_MS, SECOND_MS } from '../../server/domain/time.ts';
import { STANDARD_SETTINGS } from '../../server/domain/webhook-settings.ts';
import { AuditEntry } from '../../server/storage/entities/audit-entry.ts';
import { findSettings } from '../../server/storage/repositories/webhook-settings.ts';
import { WebhookDirectory } from '../../server/storage/webhook-directory.ts';
import { eachDatabase } from '../support/databases.ts';
import { openCommandBench, problemsOf, webhookInput, type CommandBench } from './command-bench.ts';

const TWICE: RetryPolicy = { ...STANDARD_SETTINGS.defaultRetryPolicy, delaysMs: [HOUR_MS], maxAttempts: 2 };

eachDatabase('changeSettings', (kind) => {
  let bench: CommandBench;
  beforeEach(async () => { bench = await openCommandBench(kind); });
  afterEach(() => bench.close());

  const changeTo = (input: ChangeSettingsInput) => changeSettings(bench.deps, bench.caller, input);
  const stored = () => findSettings(bench.deps.store.reader, bench.caller.accountId);
  const create = (own = {}) => createWebhook(bench.deps, bench.caller, webhookInput(own));

  it('changes what is given, and says when and by whom', async () => {
    const changed = await changeTo({ defaultTimeoutMs: 3 * SECOND_MS, failureRateThreshold: 0.25, alertRecipients: [' ops@example.com ', 'OPS@example.com'] });
    expect(await stored()).toEqual(changed);
    expect(changed).toMatchObject({
      ...STANDARD_SETTINGS, defaultTimeoutMs: 3 * SECOND_MS, failureRateThreshold: 0.25, alertRecipients: ['OPS@example.com'],
      version: 2, updatedAt: bench.clock.now(), updatedBy: bench.caller.actorId,
    });
  });

  it('goes back to the standard for null, but never switches off for a time of null', async () => {
    await changeTo({ defaultTimeoutMs: 3 * SECOND_MS, defaultRetryPolicy: TWICE, secretOverlapMs: 0, autoDisableAfterMs: HOUR_MS, retentionMs: DAY_MS });
    const values = { defaultTimeoutMs: null, defaultRetryPolicy: null, secretOverlapMs: null, autoDisableAfterMs: null, retentionMs: null };
    expect(await changeTo(values)).toMatchObject({ ...STANDARD_SETTINGS, autoDisableAfterMs: null, retentionMs: null });
  });

  it('reaches webhooks without a policy and timeout of their own in every process, and no others', async () => {
    const { webhook } = await create();
    const { webhook: own } = await create({ timeoutMs: 9 * SECOND_MS });
    const other = new WebhookDirectory({ store: bench.deps.store, keyring: bench.deps.keyring, clock: bench.clock.now });
    const { accountId } = bench.caller;
    const before = await other.ofAccount(accountId);
    await changeTo({ defaultTimeoutMs: 3 * SECOND_MS, defaultRetryPolicy: TWICE });
    expect(await bench.deps.directory.byId(accountId, webhook.id)).toMatchObject({ timeoutMs: 3 * SECOND_MS, retryPolicy: TWICE });
    expect(await bench.deps.directory.byId(accountId, own.id)).toMatchObject({ timeoutMs: 9 * SECOND_MS });
    expect((await bench.deps.directory.ofAccount(accountId)).version).toBeGreaterThan(before.version);
  });

  it('refuses a version that is not the newest', async () => {
    await changeTo({ defaultTimeoutMs: 3 * SECOND_MS });
    expect(await problemsOf(changeTo({ expectedVersion: 1, secretOverlapMs: 0 }))).toMatchObject([{ code: 'STALE_VERSION', path: ['input', 'expectedVersion'] }]);
    await expect(changeTo({ expectedVersion: 2, secretOverlapMs: 0 })).resolves.toMatchObject({ version: 3 });
  });

  it('lets one of two changes of the same version through', async () => {
    const results = await Promise.allSettled([1, 2].map((seconds) => changeTo({ expectedVersion: 1, defaultTimeoutMs: seconds * SECOND_MS })));
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await stored()).toMatchObject({ version: 2 });
  });

  it('names everything that is wrong at once and changes nothing', async () => {
    const problems = await problemsOf(changeTo({
      defaultRetryPolicy: { ...TWICE, jitter: 2 }, defaultTimeoutMs: 0, autoDisableAfterMs: HOUR_MS - 1, secretOverlapMs: 8 * DAY_MS,
      retentionMs: 0, bodyRetentionMs: 9e15, failureRateThreshold: 1.1, alertRecipients: ['ops@example.com', 'a@b\r\nBcc: c@d', ''],
    }));
    expect(problems.map(({ path }) => path?.slice(1).join('.'))).toEqual([
      'defaultRetryPolicy.jitter', 'defaultTimeout', 'autoDisableAfter', 'secretOverlap', 'alerts.failureRateThreshold',
      'alerts.recipients.1', 'alerts.recipients.2', 'retention', 'bodyRetention',
    ]);
    expect(await stored()).toMatchObject({ version: 1 });
    const many = Array.from({ length: 21 }, (_, index) => `ops${index}@example.com`);
    expect(await problemsOf(changeTo({ alertRecipients: many }))).toMatchObject([{ code: 'TOO_MANY' }]);
  });

  it('keeps bodies no longer than logs', async () => {
    expect(await problemsOf(changeTo({ retentionMs: 7 * DAY_MS, bodyRetentionMs: 8 * DAY_MS }))).toMatchObject([{ path: ['input', 'bodyRetention'] }]);
    expect(await problemsOf(changeTo({ bodyRetentionMs: 31 * DAY_MS }))).toMatchObject([{ path: ['input', 'bodyRetention'] }]);
    await changeTo({ retentionMs: 7 * DAY_MS });
    await changeTo({ retentionMs: 90 * DAY_MS, bodyRetentionMs: 90 * DAY_MS });
  });

  it('settles how long a replaced secret signs', async () => {
    const { webhook } = await create();
    await changeTo({ secretOverlapMs: 2 * HOUR_MS });
    const { previousSecretExpiresAt } = await rotateSecret(bench.deps, bench.caller, { id: webhook.id, overlapMs: null, signingSecret: null });
    expect(previousSecretExpiresAt).toBe(bench.clock.now() + 2 * HOUR_MS);
  });

  it('is written to the audit log with what changed', async () => {
    await changeTo({ defaultTimeoutMs: 3 * SECOND_MS });
    const [entry] = await bench.deps.store.reader.findBy(AuditEntry, { action: 'settings.update' });
    expect(entry).toMatchObject({ targetId: bench.caller.accountId, changes: [{ field: 'defaultTimeoutMs', before: 15 * SECOND_MS, after: 3 * SECOND_MS }] });
  });

  it('leaves the settings of other accounts alone', async () => {
    await changeTo({ secretOverlapMs: 0 });
    expect(await findSettings(bench.deps.store.reader, 'acc_other')).toMatchObject({ version: 1, secretOverlapMs: DAY_MS });
  });
});
