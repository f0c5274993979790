import catalogue from '../../../schema/events/catalogue.json';
import { builtInTypes } from '../../../server/commands/load-catalogue.ts';

/** What a schema tells of its members, however deep. */
function descriptionsIn(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([keyword, value]) => (keyword === 'description' && typeof value === 'string' ? [value] : descriptionsIn(value)));
}

/** Every text of the built-in event types and their groups, once and in order. */
export const catalogueTexts: readonly string[] = [...new Set([
  ...catalogue.groups.flatMap(({ name, description }) => [name, description]),
  ...builtInTypes().flatMap(({ name, description, examples, payloadSchema }) => [name, description, ...examples.map(({ title }) => title), ...descriptionsIn(payloadSchema)]),
])].sort();
