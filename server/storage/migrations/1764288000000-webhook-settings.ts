import type { MigrationInterface, QueryRunner } from 'typeorm';
import { columnKinds, createTable, dialectOfRunner, key, optional } from './table.ts';

/** What every account had until now, as it was in the code. Written out, because a migration says the same for ever. */
const TEN_ATTEMPTS = JSON.stringify({
  kind: 'CUSTOM', maxAttempts: 10, initialDelayMs: null, multiplier: null, maxDelayMs: null,
  delaysMs: [5_000, 300_000, 1_800_000, 7_200_000, 18_000_000, 36_000_000, 50_400_000, 72_000_000, 86_400_000],
  jitter: 0.2, respectRetryAfter: true, nonRetryableStatusCodes: [410],
});
const FIFTEEN_SECONDS_MS = 15_000;
const FIVE_DAYS_MS = 432_000_000;
const DAY_MS = 86_400_000;

/** Settings of accounts for their webhooks, and alerts that wait to be sent. */
export class WebhookSettings1764288000000 implements MigrationInterface {
  name = 'WebhookSettings1764288000000';

  async up(runner: QueryRunner): Promise<void> {
    const { id, word, int, flag, moment, longText, share } = columnKinds(dialectOfRunner(runner));
    await createTable(runner, 'webhook_settings', [
      id('accountId', key), longText('defaultRetryPolicy'), int('defaultTimeoutMs'), moment('retentionMs', optional), moment('bodyRetentionMs', optional),
      moment('autoDisableAfterMs', optional), moment('secretOverlapMs'), share('failureRateThreshold', optional), flag('alertsOnAutoDisable'),
      longText('alertRecipients'), moment('version'), moment('updatedAt'), id('updatedBy', optional),
    ]);
    await runner.query(`INSERT INTO webhook_settings
      (accountId, defaultRetryPolicy, defaultTimeoutMs, autoDisableAfterMs, secretOverlapMs, alertsOnAutoDisable, alertRecipients, version, updatedAt)
      SELECT id, ?, ?, ?, ?, 1, '[]', 1, createdAt FROM account`, [TEN_ATTEMPTS, FIFTEEN_SECONDS_MS, FIVE_DAYS_MS, DAY_MS]);
    await createTable(runner, 'alert', [
      id('id', key), id('accountId'), id('webhookId'), word('kind'), longText('facts'), moment('createdAt'), moment('dueAt', optional), int('tries'),
    ], { ix_alert_due: ['dueAt'], ix_alert_webhook: ['webhookId', 'kind', 'createdAt'] });
    await runner.query("INSERT INTO chore (name, dueAt) VALUES ('failure-rates', 0)");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DELETE FROM chore WHERE name = 'failure-rates'");
    await runner.dropTable('alert');
    await runner.dropTable('webhook_settings');
  }
}
