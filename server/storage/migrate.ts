import type { DataSource } from 'typeorm';

const LOCK_NAME = 'keybell_migrate';
const LOCK_WAIT_SECONDS = 60;

/** Applies the migrations that are missing. Processes that start together take turns. */
export async function migrate(source: DataSource): Promise<void> {
  if (source.options.type === 'better-sqlite3') {
    await source.runMigrations({ transaction: 'each' });
    return;
  }
  const runner = source.createQueryRunner();
  try {
    await runner.query(`SELECT GET_LOCK('${LOCK_NAME}', ${LOCK_WAIT_SECONDS})`);
    await source.runMigrations({ transaction: 'each' });
  } finally {
    await runner.query(`SELECT RELEASE_LOCK('${LOCK_NAME}')`);
    await runner.release();
  }
}
