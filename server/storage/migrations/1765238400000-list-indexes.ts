import { TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';

const INDEXES = {
  delivery: { name: 'ix_delivery_webhook', tail: ['accountId'] },
  delivery_attempt: { name: 'ix_delivery_attempt_webhook', tail: ['accountId', 'status', 'statusCode'] },
};

/** The rows of a webhook lie far apart: what lists ask of them most stands in the index, as far as it never changes. */
export class ListIndexes1765238400000 implements MigrationInterface {
  name = 'ListIndexes1765238400000';

  async up(runner: QueryRunner): Promise<void> {
    for (const [table, { name, tail }] of Object.entries(INDEXES)) await replace(runner, table, { name, columnNames: ['webhookId', 'id', ...tail] });
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table, { name }] of Object.entries(INDEXES)) await replace(runner, table, { name, columnNames: ['webhookId', 'id'] });
  }
}

async function replace(runner: QueryRunner, table: string, index: { name: string; columnNames: string[] }): Promise<void> {
  await runner.dropIndex(table, index.name);
  await runner.createIndex(table, new TableIndex(index));
}
