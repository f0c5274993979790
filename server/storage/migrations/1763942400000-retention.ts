import type { MigrationInterface, QueryRunner } from 'typeorm';
import { columnKinds, createTable, dialectOfRunner, key } from './table.ts';

/** What removing old rows has to remember: how far each lane of the log was cut, and whose turn it is. */
export class Retention1763942400000 implements MigrationInterface {
  name = 'Retention1763942400000';

  async up(runner: QueryRunner): Promise<void> {
    const { word, moment } = columnKinds(dialectOfRunner(runner));
    await runner.query('ALTER TABLE lane ADD COLUMN prunedSeq bigint NOT NULL DEFAULT 0');
    await createTable(runner, 'chore', [word('name', key), moment('dueAt')]);
    await runner.query("INSERT INTO chore (name, dueAt) VALUES ('prune', 0)");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('chore');
    await runner.query('ALTER TABLE lane DROP COLUMN prunedSeq');
  }
}
