import { TableColumn, type MigrationInterface, type QueryRunner } from 'typeorm';
import { columnKinds, dialectOfRunner } from './table.ts';

/** An account may ask its members for a second factor. */
export class RequiredTwoFactor1765324800000 implements MigrationInterface {
  name = 'RequiredTwoFactor1765324800000';

  async up(runner: QueryRunner): Promise<void> {
    const { flag } = columnKinds(dialectOfRunner(runner));
    await runner.addColumn('account', new TableColumn(flag('requiresTwoFactor', { default: 0 })));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumn('account', 'requiresTwoFactor');
  }
}
