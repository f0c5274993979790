import { getMetadataArgsStorage, type ColumnOptions, type ValueTransformer } from 'typeorm';
import { formatHeaderLines, parseHeaderLines } from '../domain/header-lines.ts';

/**
 * The column kinds of every table, so that entities and migrations speak of "an id" or "a moment" and not of SQL types.
 * Moments are stored as milliseconds since the epoch: the same number in SQLite, MariaDB and MySQL, whatever the time zone of
 * the server or the rounding of its DATETIME.
 */
export type Dialect = 'sqlite' | 'mysql';

const asNumber: ValueTransformer = {
  from: (stored: string | number | null) => (stored === null ? null : Number(stored)),
  to: (value: number | null) => value,
};

const asJson: ValueTransformer = {
  from: (stored: string | null) => (stored === null ? null : JSON.parse(stored)),
  to: (value: unknown) => (value === null || value === undefined ? value : JSON.stringify(value)),
};

/** Longest id: a prefix, an underscore, a ULID, and room. */
export const ID_LENGTH = 40;

export const id = { type: 'varchar', length: ID_LENGTH } as const satisfies ColumnOptions;
export const word = (length = 32) => ({ type: 'varchar', length }) as const satisfies ColumnOptions;
export const text = (length: number) => ({ type: 'varchar', length }) as const satisfies ColumnOptions;
export const int = { type: 'int' } as const satisfies ColumnOptions;
export const flag = { type: 'boolean' } as const satisfies ColumnOptions;
export const moment = { type: 'bigint', transformer: asNumber } as const satisfies ColumnOptions;
export const counter = moment;
/** A part of a whole, 0-1. */
export const share = { type: 'double' } as const satisfies ColumnOptions;

const longColumns = new Set<ColumnOptions>();

/** Text of up to 16 MiB: `text` on SQLite, `mediumtext` on MySQL and MariaDB, whose `text` ends at 64 KiB. */
export function longText(extra: Partial<ColumnOptions> = {}): ColumnOptions {
  const options: ColumnOptions = { type: 'text', ...extra };
  longColumns.add(options);
  return options;
}

/** A value kept as JSON text. Never a JSON column: MySQL rewrites its text. */
export const json = (extra: Partial<ColumnOptions> = {}): ColumnOptions => longText({ transformer: asJson, ...extra });

const asHeaderLines: ValueTransformer = {
  from: (stored: string | null) => (stored === null ? null : parseHeaderLines(stored)),
  to: (value: [string, string][] | null) => (value === null ? null : formatHeaderLines(value)),
};

/** Header fields kept as lines. */
export const headerLines = (extra: Partial<ColumnOptions> = {}): ColumnOptions => longText({ transformer: asHeaderLines, ...extra });

/** Bytes of up to 64 kB. */
export const bytes = { type: 'blob' } as const satisfies ColumnOptions;

/** Gives the long columns the type of the database at hand; call before a DataSource builds its metadata. */
export function adaptLongColumns(dialect: Dialect): void {
  for (const column of getMetadataArgsStorage().columns) {
    if (longColumns.has(column.options)) column.options.type = longType(dialect);
  }
}

export const longType = (dialect: Dialect) => (dialect === 'sqlite' ? 'text' : 'mediumtext');
