import type { MigrationInterface, QueryRunner } from 'typeorm';
import { columnKinds, createTable, dialectOfRunner, key } from './table.ts';

/** Strict order of a webhook's deliveries. The large table of deliveries is left alone. */
export class Ordering1764201600000 implements MigrationInterface {
  name = 'Ordering1764201600000';

  async up(runner: QueryRunner): Promise<void> {
    const { id, moment } = columnKinds(dialectOfRunner(runner));
    await runner.query("ALTER TABLE webhook ADD COLUMN ordering varchar(32) NOT NULL DEFAULT 'PARALLEL'");
    await runner.query('ALTER TABLE webhook_queue ADD COLUMN lastPosition bigint NULL');
    await createTable(runner, 'place', [id('webhookId', key), moment('position', key), id('deliveryId')]);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('place');
    await runner.query('ALTER TABLE webhook_queue DROP COLUMN lastPosition');
    await runner.query('ALTER TABLE webhook DROP COLUMN ordering');
  }
}
