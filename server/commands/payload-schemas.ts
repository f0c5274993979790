import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { RE2JS } from 're2js';
import { costOfSchema, countValues, stepsFor, type SchemaCost } from '../domain/payload-schema.ts';

/** One place where a payload breaks the schema of its event type. */
export interface Violation {
  /** JSON Pointer (RFC 6901) into the payload; empty for the payload itself. */
  readonly instancePointer: string;
  /** JSON Pointer into the schema. */
  readonly schemaPointer: string;
  readonly message: string;
}

const MAX_VIOLATIONS = 50;
/** About a third of a second; what takes more is refused without being checked. */
const MAX_STEPS = 5_000_000;
/** Up to here all violations are looked for, beyond only the first: each place that is wrong costs memory. */
const MAX_STEPS_FOR_ALL = 200_000;
/** Compiled schemas kept, by their parts: a part takes some kilobytes. */
const MAX_COMPILED_PARTS = 50_000;

interface Compiled {
  readonly schema: object;
  readonly cost: SchemaCost;
  readonly isValid: ValidateFunction;
  /** Made when something is wrong for the first time; null when looking for all could take too long. */
  findAll: ValidateFunction | null | undefined;
}

/** Checks payloads against JSON Schemas, each compiled when it is first needed. */
export class PayloadSchemas {
  /** Least recently used first. */
  readonly #compiled = new Map<string, Compiled>();
  #parts = 0;

  /**
   * What is wrong with a payload, at most 50 violations.
   * @param typeKey names the event type; another `schema` object under the same key replaces the compiled one
   * @param characters length of the payload as JSON text, where it is known
   * @throws Error when the schema itself is not valid
   */
  check(typeKey: string, schema: object, value: unknown, characters = JSON.stringify(value).length): Violation[] {
    const compiled = this.#compiledOf(typeKey, schema);
    const steps = stepsOf(compiled.cost, value, characters);
    if (steps > MAX_STEPS) return [{ instancePointer: '', schemaPointer: '', message: 'has too many values to be checked against the schema in reasonable time; send less, or make the schema simpler' }];
    if (compiled.isValid(value)) return [];
    return (steps <= MAX_STEPS_FOR_ALL ? allErrors(compiled, value) : compiled.isValid.errors ?? []).slice(0, MAX_VIOLATIONS).map(violationOf);
  }

  /** Why a schema cannot be used, in one sentence; null when it can. */
  faultOf(typeKey: string, schema: object): string | null {
    try {
      this.#compiledOf(typeKey, schema);
      return null;
    } catch (error) {
      return `The payload schema is not valid: ${(error as Error).message}.`;
    }
  }

  #compiledOf(typeKey: string, schema: object): Compiled {
    const known = this.#compiled.get(typeKey);
    if (known) this.#forget(typeKey, known);
    const compiled = known?.schema === schema ? known : compile(schema);
    this.#compiled.set(typeKey, compiled);
    this.#parts += partsOf(compiled);
    for (const [key, oldest] of this.#compiled) {
      if (this.#parts <= MAX_COMPILED_PARTS) break;
      this.#forget(key, oldest);
    }
    return compiled;
  }

  #forget(typeKey: string, compiled: Compiled): void {
    this.#compiled.delete(typeKey);
    this.#parts -= partsOf(compiled);
  }
}

const partsOf = ({ cost }: Compiled) => cost.once + cost.each;

/** A value is two characters at least, so most payloads need not be counted. */
function stepsOf(cost: SchemaCost, value: unknown, characters: number): number {
  const atMost = stepsFor(cost, { values: characters / 2 + 1, characters });
  return atMost <= MAX_STEPS_FOR_ALL ? atMost : stepsFor(cost, { values: countValues(value), characters });
}

function compile(schema: object): Compiled {
  const cost = costOfSchema(schema as Record<string, unknown>);
  return { schema, cost, isValid: validatorOf(schema, { allErrors: false }), findAll: undefined };
}

/** Looking for all compares the items of a list with each other even if there are more of them than the schema allows. */
function allErrors(compiled: Compiled, value: unknown): ErrorObject[] {
  if (compiled.findAll === undefined) {
    compiled.findAll = JSON.stringify(compiled.schema).includes('"uniqueItems"') ? null : validatorOf(compiled.schema, { allErrors: true });
  }
  if (!compiled.findAll) return compiled.isValid.errors ?? [];
  compiled.findAll(value);
  return compiled.findAll.errors ?? [];
}

/** Patterns are matched in time that grows with the text alone; an account writes its own, and must not be able to stop everybody's work. */
const linearRegExp = Object.assign((pattern: string) => RE2JS.compile(pattern), { code: 'linearRegExp' });

/** An instance for each schema: one for all would keep every schema it has ever seen, and two with one `$id` would clash. */
function validatorOf(schema: object, { allErrors }: { allErrors: boolean }): ValidateFunction {
  const ajv = new Ajv2020({ allErrors, strict: false, code: { regExp: linearRegExp } });
  addFormats.default(ajv);
  return ajv.compile(schema);
}

function violationOf({ instancePath, schemaPath, message, params }: ErrorObject): Violation {
  const allowed = Array.isArray(params.allowedValues) ? `: ${params.allowedValues.join(', ')}` : '';
  return { instancePointer: instancePath, schemaPointer: schemaPath.replace(/^#/, ''), message: `${message ?? 'is not valid'}${allowed}` };
}
