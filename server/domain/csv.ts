/** A value of a cell; null is an empty one. */
export type CsvValue = string | number | null;

/** What a spreadsheet takes for the start of a formula, the forms of full width among them. */
const FORMULA_START = /^[\s\p{Cc}]*[=+\-@＝＋－＠]|^[\t\r]/u;
const NEEDS_QUOTES = /[",\r\n]/;

/**
 * A record of RFC 4180, with its line break. A text that a spreadsheet would take for a formula gets an apostrophe before it, which
 * spreadsheets read as "this is text": names and bodies are written by others, and a formula can send what is in the other cells away.
 */
export function csvRecord(values: readonly CsvValue[]): string {
  return `${values.map(cellOf).join(',')}\r\n`;
}

function cellOf(value: CsvValue): string {
  if (typeof value !== 'string') return value === null ? '' : String(value);
  const text = FORMULA_START.test(value) ? `'${value}` : value;
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
