import { QueryFailedError } from 'typeorm';
import { describe, expect, it } from 'vitest';
import { openLog } from '../../server/telemetry/log.ts';

interface Line { err: { type: string; message: string; code?: string; stack: string; cause?: Line['err'] } }

/** The line that a log writes of an error, as text and parsed. */
function lineOf(err: unknown): { text: string; err: Line['err'] } {
  let text = '';
  openLog('error', { write: (line) => { text += line; } }).error({ err }, 'failed');
  return { text, err: (JSON.parse(text) as Line).err };
}

function databaseError(message: string): QueryFailedError {
  const sql = "INSERT INTO person VALUES ('owner@example.com')";
  const driverError = Object.assign(new Error(message), { code: 'ER_DUP_ENTRY', sql, sqlMessage: message });
  return new QueryFailedError('INSERT INTO person VALUES (?)', ['owner@example.com'], driverError);
}

describe('an error in the log', () => {
  it('of the database comes without its statement and parameters', () => {
    const { text, err } = lineOf(databaseError('Lock wait timeout exceeded'));
    expect(err).toMatchObject({ type: 'QueryFailedError', message: 'Lock wait timeout exceeded', code: 'ER_DUP_ENTRY' });
    expect(Object.keys(err).sort()).toEqual(['code', 'message', 'stack', 'type']);
    expect(text).not.toMatch(/owner@example\.com|INSERT/);
  });

  it.each([
    ["Duplicate entry 'owner@example.com' for key 'uq_person_email'", "Duplicate entry [value] for key 'uq_person_email'"],
    ["Duplicate entry 'it's for key 'owner@example.com' for key 'uq'", "Duplicate entry [value] for key 'uq'"],
    ["Incorrect string value: 'owner@example.com' for column `a`.`b`.`c` at row 1", 'Incorrect string value: [value] for column `a`.`b`.`c` at row 1'],
    ["You have an error in your SQL syntax near 'owner@example.com' at line 1", 'You have an error in your SQL syntax near [value] at line 1'],
    ["Truncated incorrect DOUBLE value: 'owner@example.com'", 'Truncated incorrect DOUBLE value: [value]'],
  ])('does not repeat the value of %j', (message, expected) => {
    const { text, err } = lineOf(databaseError(message));
    expect(err.message).toBe(expected);
    expect(text).not.toContain('owner@example.com');
  });

  it('tells its cause, and not the cause of that', () => {
    const { err } = lineOf(new Error('outer', { cause: new TypeError('inner', { cause: new Error('innermost') }) }));
    expect(err.cause).toMatchObject({ type: 'TypeError', message: 'inner' });
    expect(err.cause).not.toHaveProperty('cause');
  });

  it('of any size makes a line of a bearable one', () => {
    const { text, err } = lineOf(new Error('x'.repeat(1_000_000)));
    expect(err.message).toHaveLength(2_001);
    expect(text.length).toBeLessThan(7_000);
  });

  it('may be something thrown that is no error', () => {
    expect(lineOf('plain text').err).toEqual({ type: 'string', message: 'plain text' });
    expect(lineOf({ password: 'secret text' }).text).not.toContain('secret text');
  });
});
