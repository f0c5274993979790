/** An expected failure of a mutation, as every payload lists them. */
export interface UserError {
  message: string;
  path?: readonly string[] | null;
}

/**
 * Sorts the errors by the field of `input` they belong to, `["input", "url"]` under `url` and
 * `["input", "events", "2"]` under `events`; those of no known field come under the empty name.
 */
export function errorsByField<Field extends string>(errors: readonly UserError[], fields: readonly Field[]): Partial<Record<Field | '', string>> {
  const byField: Partial<Record<Field | '', string>> = {};
  for (const { path, message } of errors) {
    const named = path?.[0] === 'input' ? path[1] : path?.[0];
    const field = fields.find((candidate) => candidate === named) ?? '';
    byField[field] = byField[field] ? `${byField[field]} ${message}` : message;
  }
  return byField;
}
