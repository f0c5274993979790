import { csvRecord, type CsvValue } from './csv.ts';

/** Forms of an export. */
export const EXPORT_FORMATS = ['CSV', 'JSON_LINES'] as const;

export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** Where exports are fetched; the id of the operation follows. */
export const EXPORTS_PATH = '/exports/';

/** What an export is to look like. */
export interface ExportForm { readonly format: ExportFormat; readonly includesBodies: boolean }

export const EXPORT_FILES: Readonly<Record<ExportFormat, { extension: string; contentType: string }>> = {
  CSV: { extension: 'csv', contentType: 'text/csv; charset=utf-8; header=present' },
  JSON_LINES: { extension: 'jsonl', contentType: 'application/jsonl; charset=utf-8' },
};

/** Members of a line, in their order; the words of the API. */
const FACTS = [
  'id', 'deliveryId', 'eventId', 'webhookId', 'webhookName', 'url', 'environment', 'eventType', 'resourceId', 'trigger', 'number', 'kind', 'status',
  'startedAt', 'completedAt', 'durationMs', 'statusCode', 'failureCode',
] as const;
const BODIES = ['requestBody', 'responseBody'] as const;

/** An attempt as it is exported. Bodies are null when they are past retention, not text, or were never there. */
export type ExportedAttempt = Readonly<Record<(typeof FACTS)[number], CsvValue> & Partial<Record<(typeof BODIES)[number], CsvValue>>>;

const membersOf = ({ includesBodies }: ExportForm) => (includesBodies ? [...FACTS, ...BODIES] : FACTS);

/** What stands before the first attempt. */
export const exportHead = (form: ExportForm): string => (form.format === 'CSV' ? csvRecord(membersOf(form)) : '');

/** One attempt with its line break. */
export function exportLine(form: ExportForm, attempt: ExportedAttempt): string {
  const members = membersOf(form);
  if (form.format === 'CSV') return csvRecord(members.map((member) => attempt[member] ?? null));
  return `${JSON.stringify(Object.fromEntries(members.map((member) => [member, attempt[member] ?? null])))}\n`;
}
