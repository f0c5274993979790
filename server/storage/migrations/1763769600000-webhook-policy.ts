import { TableColumn, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { columnKinds, dialectOfRunner, optional } from './table.ts';

/** Circuit breaker, automatic switching off and rate limit of a webhook. */
export class WebhookPolicy1763769600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const { id, int, moment } = columnKinds(dialectOfRunner(runner));
    const zero = { default: 0 };
    await runner.addColumn('webhook', new TableColumn(int('maxRequestsPerSecond', optional)));
    await runner.addColumns('webhook_queue', [
      moment('failingSince', optional), int('circuitFaults', zero), int('circuitTrips', zero), moment('circuitRetryAt', optional),
      id('probeId', optional), moment('pacedUntil', optional),
    ].map((column) => new TableColumn(column)));
    await runner.createIndex('webhook_queue', new TableIndex({ name: 'ix_webhook_queue_rest', columnNames: ['restsUntil'] }));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('webhook_queue', 'ix_webhook_queue_rest');
    await runner.dropColumns('webhook_queue', ['failingSince', 'circuitFaults', 'circuitTrips', 'circuitRetryAt', 'probeId', 'pacedUntil']);
    await runner.dropColumn('webhook', 'maxRequestsPerSecond');
  }
}
