/** A JSON Schema (2020-12) as an object. */
export type JsonSchema = Readonly<Record<string, unknown>>;

const DIALECT = 'https://json-schema.org/draft/2020-12/schema';
const DEFINITION_REF = /^#\/\$defs\/([^/]+)/;

/** A schema that stands on its own: with its dialect and exactly those shared definitions that it reaches. */
export function selfContainedSchema(schema: JsonSchema, definitions: Readonly<Record<string, JsonSchema>>): JsonSchema {
  const reached = new Map<string, JsonSchema>();
  const waiting: unknown[] = [schema];
  while (waiting.length > 0) {
    const node = waiting.pop();
    if (typeof node !== 'object' || node === null) continue;
    const name = DEFINITION_REF.exec(String((node as JsonSchema).$ref))?.[1];
    const definition = name === undefined ? undefined : definitions[name];
    if (name !== undefined && definition && !reached.has(name)) {
      reached.set(name, definition);
      waiting.push(definition);
    }
    waiting.push(...Object.values(node));
  }
  const $defs = Object.fromEntries([...reached].sort(([a], [b]) => a.localeCompare(b)));
  return { $schema: DIALECT, ...schema, ...(reached.size > 0 && { $defs }) };
}

/** The schema of the whole request body around a self-contained payload schema. */
export function bodySchema(eventCode: string, payloadSchema: JsonSchema): JsonSchema {
  const { $schema: _dialect, $defs, ...payload } = payloadSchema;
  return {
    $schema: DIALECT,
    type: 'object',
    required: ['eventId', 'eventDate', 'eventCode', 'resourceId', 'environment', 'schemaVersion', 'payload'],
    properties: {
      eventId: { type: 'string', pattern: '^evt_[0-9A-Za-z]+$' },
      eventDate: { type: 'string', format: 'date-time' },
      eventCode: { const: eventCode },
      resourceId: { type: 'string' },
      environment: { enum: ['production', 'staging', 'development'] },
      schemaVersion: { type: 'string' },
      sample: { const: true },
      payload,
    },
    ...($defs !== undefined && { $defs }),
  };
}
