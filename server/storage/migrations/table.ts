import { Table, type QueryRunner, type TableColumnOptions } from 'typeorm';
import { ID_LENGTH, longType, type Dialect } from '../columns.ts';

/** The column kinds of `columns.ts`, as migrations write them. */
export function columnKinds(dialect: Dialect) {
  const my = dialect === 'mysql';
  const kind = (options: Omit<TableColumnOptions, 'name'>) =>
    (name: string, more: Partial<TableColumnOptions> = {}): TableColumnOptions => ({ name, ...options, ...more });
  const sized = (length: number) => kind({ type: 'varchar', length: String(length) });
  return {
    id: sized(ID_LENGTH),
    word: sized(32),
    text: (name: string, length: number, more: Partial<TableColumnOptions> = {}) => sized(length)(name, more),
    int: kind({ type: my ? 'int' : 'integer' }),
    flag: kind({ type: my ? 'tinyint' : 'boolean' }),
    moment: kind({ type: 'bigint' }),
    share: kind({ type: 'double' }),
    longText: kind({ type: longType(dialect) }),
    bytes: kind({ type: 'blob' }),
  };
}

export const key = { isPrimary: true } as const;
export const optional = { isNullable: true } as const;

export const dialectOfRunner = (runner: QueryRunner): Dialect =>
  runner.dataSource.options.type === 'better-sqlite3' ? 'sqlite' : 'mysql';

/** Makes a table whose text compares byte by byte on every database, and its indexes: names starting `uq_` are unique. */
export async function createTable(
  runner: QueryRunner, name: string, columns: TableColumnOptions[], indexes: Record<string, string[]> = {},
): Promise<void> {
  await runner.createTable(new Table({
    name,
    columns,
    engine: dialectOfRunner(runner) === 'mysql' ? 'InnoDB' : undefined,
    indices: Object.entries(indexes).map(([index, columnNames]) => ({ name: index, columnNames, isUnique: index.startsWith('uq_') })),
  }));
}
