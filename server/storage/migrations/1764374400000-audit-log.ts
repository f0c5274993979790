import type { MigrationInterface, QueryRunner } from 'typeorm';
import { columnKinds, createTable, dialectOfRunner, key, optional } from './table.ts';

/** Who did what, and requests that may be repeated by their key. */
export class AuditLog1764374400000 implements MigrationInterface {
  name = 'AuditLog1764374400000';

  async up(runner: QueryRunner): Promise<void> {
    const { id, word, text, moment, longText } = columnKinds(dialectOfRunner(runner));
    await createTable(runner, 'audit_entry', [
      id('id', key), id('accountId'), text('action', 64), moment('at'), id('actorId'), text('actorName', 120), text('ipAddress', 64, optional),
      text('userAgent', 255, optional), text('requestId', 64, optional), id('targetId'), text('targetName', 255), word('environment', optional),
      longText('changes'),
    ], {
      ix_audit_entry_order: ['accountId', 'id'],
      ix_audit_entry_time: ['accountId', 'at'],
      ix_audit_entry_action: ['accountId', 'action', 'id'],
      ix_audit_entry_actor: ['accountId', 'actorId', 'id'],
      ix_audit_entry_target: ['accountId', 'targetId', 'id'],
    });
    await createTable(runner, 'idempotent_request', [
      text('id', 64, key), longText('contentSealed'), id('resultId'), moment('createdAt'),
    ], { ix_idempotent_request_time: ['createdAt'] });
    await runner.query('CREATE INDEX ix_webhook_event_occurred ON webhook_event (accountId, occurredAt, id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    // Dropped by the object, because the syntax of SQLite and MySQL differs.
    await runner.dropIndex('webhook_event', 'ix_webhook_event_occurred');
    await runner.dropTable('idempotent_request');
    await runner.dropTable('audit_entry');
  }
}
