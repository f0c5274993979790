const prepared = new WeakMap();

/** Inserts a row with better-sqlite3; each table must be given the same columns every time. */
export function insert(database, table, row) {
  let statements = prepared.get(database);
  if (!statements) prepared.set(database, statements = new Map());
  const columns = Object.keys(row);
  if (!statements.has(table)) {
    statements.set(table, database.prepare(`INSERT INTO ${table} (${columns.map((name) => `"${name}"`)}) VALUES (${columns.map(() => '?')})`));
  }
  statements.get(table).run(Object.values(row));
}
