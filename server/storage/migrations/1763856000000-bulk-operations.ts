import type { MigrationInterface, QueryRunner } from 'typeorm';
import { columnKinds, createTable, dialectOfRunner, key, optional } from './table.ts';

/** Replaying and cancelling many deliveries at once. */
export class BulkOperations1763856000000 implements MigrationInterface {
  name = 'BulkOperations1763856000000';

  async up(runner: QueryRunner): Promise<void> {
    const { id, word, text, moment, longText, int } = columnKinds(dialectOfRunner(runner));
    await createTable(runner, 'bulk_operation', [
      id('id', key), id('accountId'), word('kind'), word('status'), longText('plan'), longText('environments'), longText('scopeDescription'),
      id('upTo'), id('position'), int('totalCount'), int('succeededCount'), longText('skips'), moment('paceAt'), moment('turnAt'),
      text('idempotencyKey', 200), text('contentHash', 64), longText('fault', optional), id('createdBy'), moment('createdAt'),
      moment('completedAt', optional), int('revision'),
    ], {
      uq_bulk_operation_key: ['accountId', 'idempotencyKey'],
      ix_bulk_operation_order: ['accountId', 'id'],
      ix_bulk_operation_turn: ['status', 'turnAt'],
    });
    await createTable(runner, 'replay', [id('operationId', key), id('sourceId', key), id('deliveryId'), id('replayOf', optional)], {
      uq_replay_delivery: ['deliveryId'],
      ix_replay_operation: ['operationId', 'deliveryId'],
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('replay');
    await runner.dropTable('bulk_operation');
  }
}
