import { TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';

/** Alerts are counted by account, and a webhook remembers when people were warned of its failures. */
export class AlertLimits1764720000000 implements MigrationInterface {
  name = 'AlertLimits1764720000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createIndex('alert', new TableIndex({ name: 'ix_alert_account', columnNames: ['accountId', 'createdAt'] }));
    await runner.query('ALTER TABLE webhook_queue ADD COLUMN warnedAt bigint NULL');
    // Those who were warned by the standard time are not to be warned again.
    await runner.query('UPDATE webhook_queue SET warnedAt = lastFailureAt WHERE consecutiveFailures >= 5 AND lastFailureAt >= failingSince + 86400000');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE webhook_queue DROP COLUMN warnedAt');
    await runner.dropIndex('alert', 'ix_alert_account');
  }
}
