import { Validator, type OutputUnit } from '@cfworker/json-schema';
import type { JsonSchema } from './schema-walk.ts';

export interface SchemaProblem {
  /** JSON pointer into the value, `#/license/status`. */
  pointer: string;
  message: string;
}

/** Units that only say that something below them is wrong. */
const SUMMARIES = new Set(['properties', 'items', 'prefixItems', '$ref', 'allOf', 'additionalProperties', 'additionalItems', 'unevaluatedProperties', 'then', 'else', 'if']);

const isOwn = ({ keyword }: OutputUnit, all: readonly OutputUnit[], index: number) => !SUMMARIES.has(keyword) || index === all.length - 1;

/** A check of values against a schema that needs no code made at run time. */
export function schemaCheck(schema: JsonSchema): (value: unknown) => SchemaProblem[] {
  const validator = new Validator(schema as ConstructorParameters<typeof Validator>[0], '2020-12', false);
  return (value) => {
    const { valid, errors } = validator.validate(value);
    if (valid) return [];
    const own = errors.filter((unit, index) => isOwn(unit, errors, index));
    const problems = own.map(({ instanceLocation, error }) => ({ pointer: instanceLocation, message: error }));
    return problems.filter(({ pointer, message }, index) => problems.findIndex((other) => other.pointer === pointer && other.message === message) === index);
  };
}
