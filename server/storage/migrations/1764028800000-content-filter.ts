import type { MigrationInterface, QueryRunner } from 'typeorm';
import { longType } from '../columns.ts';
import { dialectOfRunner } from './table.ts';

/** Content filter of a webhook, and why a delivery was skipped. Plain SQL: the large table is neither copied nor locked for long. */
export class ContentFilter1764028800000 implements MigrationInterface {
  name = 'ContentFilter1764028800000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE webhook ADD COLUMN contentFilter ${longType(dialectOfRunner(runner))} NULL`);
    await runner.query('ALTER TABLE delivery ADD COLUMN skipReason varchar(32) NULL');
    await runner.query("UPDATE delivery SET skipReason = 'INACTIVE' WHERE status = 'SKIPPED'");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE delivery DROP COLUMN skipReason');
    await runner.query('ALTER TABLE webhook DROP COLUMN contentFilter');
  }
}
