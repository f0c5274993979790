import { TableColumn, type MigrationInterface, type QueryRunner } from 'typeorm';
import { columnKinds, dialectOfRunner, optional } from './table.ts';

/** Event types of accounts change and end; the version tells caches in all processes. */
export class EventTypeDeprecation1764547200000 implements MigrationInterface {
  name = 'EventTypeDeprecation1764547200000';

  async up(runner: QueryRunner): Promise<void> {
    const { longText, moment } = columnKinds(dialectOfRunner(runner));
    await runner.addColumns('event_type', [new TableColumn(longText('deprecation', optional)), new TableColumn(moment('version', { default: 1 }))]);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumns('event_type', ['deprecation', 'version']);
  }
}
