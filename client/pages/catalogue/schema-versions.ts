interface Change {
  field: string;
  before: unknown;
  after: unknown;
}

interface Entry {
  id: string;
  at: string;
  actorName: string;
  changes: readonly Change[];
}

export interface SchemaVersion {
  /** Of the entry that made it. */
  id: string;
  version: string;
  at: string;
  actorName: string;
  /** The schema before and after; the first version has none before. */
  before: unknown;
  after: unknown;
}

/** The versions of a payload schema, newest first, out of the entries of the audit log about its type. Entries that left the schema alone are none. */
export function schemaVersions(entries: readonly Entry[]): SchemaVersion[] {
  return entries.flatMap(({ id, at, actorName, changes }) => {
    const version = changes.find(({ field }) => field === 'schemaVersion');
    const schema = changes.find(({ field }) => field === 'payloadSchema');
    if (typeof version?.after !== 'string') return [];
    return [{ id, version: version.after, at, actorName, before: schema?.before ?? null, after: schema?.after ?? null }];
  });
}
