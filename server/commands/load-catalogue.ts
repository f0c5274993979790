import activation from '../../schema/events/activation.json';
import catalogue from '../../schema/events/catalogue.json';
import contract from '../../schema/events/contract.json';
import defs from '../../schema/events/defs.json';
import license from '../../schema/events/license.json';
import product from '../../schema/events/product.json';
import telemetry from '../../schema/events/telemetry.json';
import type { QueryDeepPartialEntity } from 'typeorm';
import { newId } from '../domain/ids.ts';
import { EventType, type EventExample } from '../storage/entities/event-type.ts';
import { BUILT_IN } from '../storage/repositories/event-types.ts';
import { isDuplicate, type Store } from '../storage/store.ts';

type Schema = Record<string, unknown>;

/** A built-in type as its file describes it. */
type BuiltInType = Omit<EventType, 'id' | 'accountId' | 'deprecation' | 'version' | 'updatedAt'>;

interface CatalogueFile {
  group: string;
  types: { code: string; name: string; description: string; payloadSchema: Schema; examples: EventExample[] }[];
}

const FILES: readonly CatalogueFile[] = [license, activation, product, contract, telemetry];
const DEFINITIONS: Readonly<Record<string, Schema>> = defs.$defs;

/** Version of the payload schemas that new webhooks get. */
export const SCHEMA_VERSION: string = catalogue.schemaVersion;

/** Brings the built-in event types of the database up to the files; returns how many were new or different. */
export async function loadCatalogue({ store, clock }: { store: Store; clock: () => number }): Promise<number> {
  const types = builtInTypes();
  try {
    return await upsertAll(store, types, clock());
  } catch (error) {
    // Another process that starts at the same time was first; now its rows are there to compare with.
    if (!isDuplicate(error)) throw error;
    return upsertAll(store, types, clock());
  }
}

/** The built-in types, each with a schema that needs nothing from outside. */
export function builtInTypes(): BuiltInType[] {
  return FILES.flatMap(({ group, types }) => types.map(({ code, name, description, payloadSchema, examples }, position) => ({
    code, name, description, groupKey: group, position, schemaVersion: SCHEMA_VERSION, payloadSchema: selfContained(payloadSchema), examples,
  })));
}

function upsertAll(store: Store, types: readonly BuiltInType[], now: number): Promise<number> {
  return store.write(async (tx) => {
    const stored = new Map((await tx.findBy(EventType, { accountId: BUILT_IN })).map((type) => [type.code, type]));
    const changed = types.filter((type) => !isSame(stored.get(type.code), type));
    for (const type of changed) {
      const old = stored.get(type.code);
      const row = { ...type, accountId: BUILT_IN, updatedAt: now } as QueryDeepPartialEntity<EventType>;
      if (old) await tx.update(EventType, { id: old.id }, { ...row, version: old.version + 1 });
      else await tx.insert(EventType, { ...row, id: newId('evtype') });
    }
    return changed.length;
  });
}

function isSame(stored: EventType | undefined, type: BuiltInType): boolean {
  if (!stored) return false;
  return (Object.keys(type) as (keyof BuiltInType)[]).every((key) => JSON.stringify(stored[key]) === JSON.stringify(type[key]));
}

/** Adds the definitions that a schema refers to, and those that they refer to. */
function selfContained(schema: Schema): Schema {
  const used = new Set<string>();
  collectReferences(schema, used);
  const $defs = Object.fromEntries(Object.entries(DEFINITIONS).filter(([name]) => used.has(name)));
  return used.size === 0 ? schema : { ...schema, $defs };
}

function collectReferences(schema: unknown, used: Set<string>): void {
  for (const [, name] of JSON.stringify(schema).matchAll(/"\$ref":"#\/\$defs\/([^"]+)"/g)) {
    if (!name || used.has(name)) continue;
    used.add(name);
    collectReferences(DEFINITIONS[name], used);
  }
}
