import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Rows looked through in one transaction: with headers of some kilobytes each, a few megabytes in memory. */
const WINDOW = 500;

interface Row { attemptId: string; requestHeaders: string; responseHeaders: string | null; signatures: string }

/**
 * The first attempts were recorded with their headers as JSON and with a list of signatures; since then headers are lines, and of
 * signatures only the ids of the keys are kept. In windows that are committed one by one: when the process ends, the next one goes on.
 */
export class AttemptText1764115200000 implements MigrationInterface {
  name = 'AttemptText1764115200000';
  transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    let after: string | null = '';
    while (after !== null) {
      const end = await endOfWindow(runner, after);
      const rows = await oldRows(runner, after, end);
      if (rows.length > 0) await rewrite(runner, rows);
      after = end;
    }
  }

  /** Whoever wrote this schema's rows before reads the same form, so there is nothing to take back. */
  down(): Promise<void> {
    return Promise.resolve();
  }
}

/** Key of the last row of a full window; null when there are fewer left. */
async function endOfWindow(runner: QueryRunner, after: string): Promise<string | null> {
  const [last] = await runner.query(
    `SELECT attemptId FROM attempt_content WHERE attemptId > ? ORDER BY attemptId LIMIT 1 OFFSET ${WINDOW - 1}`, [after],
  ) as { attemptId: string }[];
  return last?.attemptId ?? null;
}

/** Old are those with a list of signatures: now it is an object. */
async function oldRows(runner: QueryRunner, after: string, end: string | null): Promise<Row[]> {
  return await runner.query(
    `SELECT attemptId, requestHeaders, responseHeaders, signatures FROM attempt_content
      WHERE attemptId > ? ${end === null ? '' : 'AND attemptId <= ?'} AND signatures LIKE '[%'`, end === null ? [after] : [after, end],
  ) as Row[];
}

async function rewrite(runner: QueryRunner, rows: readonly Row[]): Promise<void> {
  await runner.startTransaction();
  try {
    for (const { attemptId, requestHeaders, responseHeaders, signatures } of rows) {
      await runner.query('UPDATE attempt_content SET requestHeaders = ?, responseHeaders = ?, signatures = ? WHERE attemptId = ?',
        [asLines(requestHeaders), responseHeaders === null ? null : asLines(responseHeaders), keyIdsOf(signatures), attemptId]);
    }
    await runner.commitTransaction();
  } catch (error) {
    await runner.rollbackTransaction();
    throw error;
  }
}

/** No name of a header begins with a bracket, so what does is JSON. */
function asLines(headers: string): string {
  if (!headers.startsWith('[')) return headers;
  return (JSON.parse(headers) as [name: string, value: string][]).map(([name, value]) => `${name}: ${value}\n`).join('');
}

function keyIdsOf(signatures: string): string {
  const list = JSON.parse(signatures) as { scheme: string; keyId: string }[];
  return JSON.stringify(Object.fromEntries(list.map(({ scheme, keyId }) => [scheme, keyId])));
}
