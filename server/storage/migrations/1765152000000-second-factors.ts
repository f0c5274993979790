import { TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { columnKinds, createTable, dialectOfRunner, key, optional } from './table.ts';

/** Second factors, failed tries that count in every process, and sessions that their owners can tell apart. */
export class SecondFactors1765152000000 implements MigrationInterface {
  name = 'SecondFactors1765152000000';

  async up(runner: QueryRunner): Promise<void> {
    const { id, text, moment } = columnKinds(dialectOfRunner(runner));
    await createTable(runner, 'second_factor', [
      id('personId', key), text('secretSealed', 255), moment('confirmedAt', optional), moment('usedStep'), moment('createdAt'),
    ]);
    await createTable(runner, 'recovery_code', [text('codeHash', 64, key), id('personId')], { ix_recovery_code_person: ['personId'] });
    await createTable(runner, 'failed_try', [text('id', 64, key), moment('failures'), moment('endsAt')], { ix_failed_try_end: ['endsAt'] });
    await runner.query("ALTER TABLE session ADD COLUMN id varchar(40) NOT NULL DEFAULT ''");
    await runner.query('ALTER TABLE session ADD COLUMN ipAddress varchar(64) NULL');
    await runner.query('ALTER TABLE session ADD COLUMN userAgent varchar(255) NULL');
    await runner.query('ALTER TABLE session ADD COLUMN provenAt bigint NULL');
    await nameSessions(runner);
    await runner.createIndex('session', new TableIndex({ name: 'uq_session_id', columnNames: ['id'], isUnique: true }));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('session', 'uq_session_id');
    for (const column of ['id', 'ipAddress', 'userAgent', 'provenAt']) await runner.query(`ALTER TABLE session DROP COLUMN ${column}`);
    for (const table of ['failed_try', 'recovery_code', 'second_factor']) await runner.dropTable(table);
  }
}

const ULID_CHANCE_LENGTH = 25;

/** The hash is hexadecimal, whose letters are those of a ULID too. */
async function nameSessions(runner: QueryRunner): Promise<void> {
  const sessions = await runner.query('SELECT tokenHash FROM session') as { tokenHash: string }[];
  for (const { tokenHash } of sessions) {
    await runner.query('UPDATE session SET id = ? WHERE tokenHash = ?', [`ses_0${tokenHash.slice(0, ULID_CHANCE_LENGTH).toUpperCase()}`, tokenHash]);
  }
}
