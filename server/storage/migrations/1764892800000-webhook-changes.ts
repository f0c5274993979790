import type { MigrationInterface, QueryRunner } from 'typeorm';
import { columnKinds, createTable, dialectOfRunner, key, optional } from './table.ts';

/** The log of changes of webhooks, for those who follow them live. */
export class WebhookChanges1764892800000 implements MigrationInterface {
  name = 'WebhookChanges1764892800000';

  async up(runner: QueryRunner): Promise<void> {
    const { id, word, moment } = columnKinds(dialectOfRunner(runner));
    await createTable(runner, 'webhook_log', [id('accountId', key), moment('lastSeq'), moment('prunedSeq', { default: 0 })]);
    await createTable(runner, 'webhook_change', [
      id('accountId', key), moment('seq', key), id('webhookId'), word('kind'), word('environment'), word('formerEnvironment', optional), moment('at'),
    ], { ix_webhook_change_at: ['at'] });
    await createTable(runner, 'webhook_health', [id('webhookId', key), word('state')]);
    await runner.query("INSERT INTO chore (name, dueAt) VALUES ('webhook-health', 0)");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DELETE FROM chore WHERE name = 'webhook-health'");
    await runner.dropTable('webhook_health');
    await runner.dropTable('webhook_change');
    await runner.dropTable('webhook_log');
  }
}
