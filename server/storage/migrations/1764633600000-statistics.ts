import type { MigrationInterface, QueryRunner } from 'typeorm';
import { columnKinds, createTable, dialectOfRunner, key } from './table.ts';

const HOUR_MS = 3_600_000;
const DURATIONS = ['le10', 'le25', 'le50', 'le100', 'le250', 'le500', 'le1000', 'le2500', 'le5000', 'le10000', 'le20000', 'longer'];
const DURATION_SUMS = DURATIONS.map((name) => `SUM(old.${name})`).join(', ');

/** Statistics by 5 minutes, for accounts and event types as well. What was counted by the hour goes on counting. */
export class Statistics1764633600000 implements MigrationInterface {
  name = 'Statistics1764633600000';

  async up(runner: QueryRunner): Promise<void> {
    const { id, word, text, int, moment } = columnKinds(dialectOfRunner(runner));
    await runner.query('ALTER TABLE attempt_stat RENAME TO attempt_stat_old');
    const place = [id('subject', key), int('width', key), moment('start', key), word('environment', key)];
    await createTable(runner, 'attempt_stat', [
      ...place, word('result', key), int('statusCode', key), int('count'), int('begun'), int('fresh'), int('finished'), ...DURATIONS.map((name) => int(name)),
    ], { ix_attempt_stat_age: ['width', 'start'] });
    await createTable(runner, 'event_type_stat', [
      ...place, text('eventCode', 120, key), int('events'), int('attempts'), int('failures'),
    ], { ix_event_type_stat_age: ['width', 'start'] });
    for (const subject of ['webhookId', 'accountId']) await this.#keep(runner, subject);
    await runner.query('DROP TABLE attempt_stat_old');
  }

  /** Of a webhook that is gone nobody knows the environment any more. */
  async #keep(runner: QueryRunner, subject: string): Promise<void> {
    const environment = "COALESCE(webhook.environment, 'PRODUCTION')";
    await runner.query(`INSERT INTO attempt_stat
        (subject, width, start, environment, result, statusCode, count, begun, fresh, finished, ${DURATIONS.join(', ')})
      SELECT old.${subject}, ${HOUR_MS}, old.hour, ${environment}, old.result, old.statusCode, SUM(old.count), 0, 0, 0, ${DURATION_SUMS}
      FROM attempt_stat_old AS old LEFT JOIN webhook ON webhook.id = old.webhookId
      GROUP BY old.${subject}, old.hour, ${environment}, old.result, old.statusCode`);
  }

  async down(runner: QueryRunner): Promise<void> {
    const { id, word, int, moment } = columnKinds(dialectOfRunner(runner));
    await runner.query('ALTER TABLE attempt_stat RENAME TO attempt_stat_new');
    await createTable(runner, 'attempt_stat', [
      id('webhookId', key), moment('hour', key), word('result', key), int('statusCode', key), id('accountId'), int('count'),
      ...DURATIONS.map((name) => int(name)),
    ], { ix_attempt_stat_hour: ['accountId', 'hour'] });
    await runner.query(`INSERT INTO attempt_stat (webhookId, hour, result, statusCode, accountId, count, ${DURATIONS.join(', ')})
      SELECT old.subject, old.start, old.result, old.statusCode, webhook.accountId, SUM(old.count), ${DURATION_SUMS}
      FROM attempt_stat_new AS old JOIN webhook ON webhook.id = old.subject WHERE old.width >= ${HOUR_MS}
      GROUP BY old.subject, old.start, old.result, old.statusCode, webhook.accountId`);
    await runner.query('DROP TABLE attempt_stat_new');
    await runner.query('DROP TABLE event_type_stat');
  }
}
