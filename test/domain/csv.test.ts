import { describe, expect, it } from 'vitest';
import { exportHead, exportLine, type ExportedAttempt } from '../../server/domain/attempt-export.ts';
import { csvRecord } from '../../server/domain/csv.ts';

describe('csvRecord', () => {
  it.each([
    ['plain values', ['a', 1, null, 'b c'], 'a,1,,b c\r\n'],
    ['commas, quotes and line breaks in quotes', ['a,b', 'say "hi"', 'one\r\ntwo', 'one\ntwo'], '"a,b","say ""hi""","one\r\ntwo","one\ntwo"\r\n'],
    ['an empty text like nothing', ['', null], ',\r\n'],
    ['texts beyond ASCII as they are', ['Größe 🔑'], 'Größe 🔑\r\n'],
  ])('writes %s', (_what, values, text) => {
    expect(csvRecord(values)).toBe(text);
  });

  it.each(['=HYPERLINK("http://evil.example","x")', '+1', '-1+1', '@SUM(A1)', '\t=1', '\r=1', ' =1', '\n=1', '＝1'])('takes the formula out of %j', (text) => {
    expect(csvRecord([text])).toMatch(/^"?'/);
  });

  it.each(['a=b', 'https://hooks.example.com/?a=-1', '{"a":-1}', '2026-11-20T12:00:00.000Z'])('leaves %j alone', (text) => {
    expect(csvRecord([text]).replaceAll('""', '"')).toContain(text);
    expect(csvRecord([text])).not.toContain("'");
  });

  it('leaves numbers below zero alone', () => {
    expect(csvRecord([-1])).toBe('-1\r\n');
  });
});

describe('an exported attempt', () => {
  const attempt = { id: 'att_1', webhookName: 'A, "B"', statusCode: null, requestBody: '{"a":"b"}', responseBody: null } as unknown as ExportedAttempt;

  it('has as many cells as the header', () => {
    const form = { format: 'CSV', includesBodies: false } as const;
    expect(exportHead(form)).toMatch(/^id,deliveryId,.*,failureCode\r\n$/);
    expect(exportLine(form, { ...attempt, webhookName: 'plain' }).split(',')).toHaveLength(exportHead(form).split(',').length);
  });

  it('is one line of JSON, with bodies only when they are asked for', () => {
    const line = exportLine({ format: 'JSON_LINES', includesBodies: true }, attempt);
    expect(line.indexOf('\n')).toBe(line.length - 1);
    expect(JSON.parse(line)).toMatchObject({ id: 'att_1', webhookName: 'A, "B"', requestBody: '{"a":"b"}', responseBody: null });
    expect(JSON.parse(exportLine({ format: 'JSON_LINES', includesBodies: false }, attempt))).not.toHaveProperty('requestBody');
    expect(exportHead({ format: 'JSON_LINES', includesBodies: true })).toBe('');
  });
});
