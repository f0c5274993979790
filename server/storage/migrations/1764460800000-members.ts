import type { MigrationInterface, QueryRunner, TableColumn } from 'typeorm';
import { columnKinds, createTable, dialectOfRunner, key } from './table.ts';

/** Invitations, members that were removed, and signing keys that follow one another. */
export class Members1764460800000 implements MigrationInterface {
  name = 'Members1764460800000';

  async up(runner: QueryRunner): Promise<void> {
    const { id, text, moment } = columnKinds(dialectOfRunner(runner));
    await createTable(runner, 'invitation', [id('memberId', key), text('tokenHash', 64), moment('createdAt'), moment('expiresAt')], {
      uq_invitation_token: ['tokenHash'],
    });
    await runner.query('ALTER TABLE member ADD COLUMN removedAt bigint NULL');
    await setNullable(runner, 'person', 'passwordHash', true);
    await runner.query('ALTER TABLE signing_key ADD COLUMN revokedAt bigint NULL');
    await runner.query("UPDATE signing_key SET revokedAt = createdAt WHERE state = 'REVOKED'");
    await runner.query('UPDATE signing_key SET activeFrom = createdAt WHERE activeFrom IS NULL');
    await setNullable(runner, 'signing_key', 'activeFrom', false);
    await runner.query('ALTER TABLE signing_key DROP COLUMN state');
    await runner.query('ALTER TABLE signing_key DROP COLUMN retiredAt');
  }

  /** What the first version knows nothing of goes: members who were removed or have not come yet, and all keys but the one that signs. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DELETE FROM member WHERE removedAt IS NOT NULL OR status = 'INVITED'");
    await runner.query('DELETE FROM person WHERE passwordHash IS NULL');
    await setNullable(runner, 'person', 'passwordHash', false);
    await runner.query('ALTER TABLE member DROP COLUMN removedAt');
    await runner.dropTable('invitation');
    await runner.query("ALTER TABLE signing_key ADD COLUMN state varchar(32) NOT NULL DEFAULT 'REVOKED'");
    await runner.query('ALTER TABLE signing_key ADD COLUMN retiredAt bigint NULL');
    await makeLatestKeyActive(runner);
    await setNullable(runner, 'signing_key', 'activeFrom', true);
    await runner.query('ALTER TABLE signing_key DROP COLUMN revokedAt');
  }
}

async function setNullable(runner: QueryRunner, table: string, column: string, isNullable: boolean): Promise<void> {
  const old: TableColumn = (await runner.getTable(table))!.findColumnByName(column)!;
  const changed = old.clone();
  changed.isNullable = isNullable;
  await runner.changeColumn(table, old, changed);
}

async function makeLatestKeyActive(runner: QueryRunner): Promise<void> {
  const rows = await runner.query('SELECT id, accountId FROM signing_key WHERE revokedAt IS NULL AND activeFrom <= ? ORDER BY activeFrom, id', [Date.now()]) as
    { id: string; accountId: string }[];
  const latest = new Map(rows.map(({ accountId, id }) => [accountId, id]));
  for (const id of latest.values()) await runner.query("UPDATE signing_key SET state = 'ACTIVE' WHERE id = ?", [id]);
}
