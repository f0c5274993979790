import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { RE2JS } from 're2js';

/** One place where a payload breaks the schema of its event type. */
export interface Violation {
  /** JSON Pointer (RFC 6901) into the payload; empty for the payload itself. */
  readonly instancePointer: string;
  /** JSON Pointer into the schema. */
  readonly schemaPointer: string;
  readonly message: string;
}

const MAX_VIOLATIONS = 50;

interface Compiled {
  readonly schema: object;
  readonly validate: ValidateFunction;
}

/** Checks payloads against JSON Schemas, each compiled when it is first needed. */
export class PayloadSchemas {
  readonly #compiled = new Map<string, Compiled>();

  /**
   * What is wrong with a payload, at most 50 violations.
   * @param typeKey names the event type; another `schema` object under the same key replaces the compiled one
   * @throws Error when the schema itself is not valid
   */
  check(typeKey: string, schema: object, payload: unknown): Violation[] {
    const validate = this.#validatorOf(typeKey, schema);
    return validate(payload) ? [] : (validate.errors ?? []).slice(0, MAX_VIOLATIONS).map(violationOf);
  }

  /** Why a schema cannot be used, in one sentence; null when it can. */
  faultOf(schema: object): string | null {
    try {
      compile(schema);
      return null;
    } catch (error) {
      return `The payload schema is not valid: ${(error as Error).message}.`;
    }
  }

  #validatorOf(typeKey: string, schema: object): ValidateFunction {
    const known = this.#compiled.get(typeKey);
    if (known?.schema === schema) return known.validate;
    const validate = compile(schema);
    this.#compiled.set(typeKey, { schema, validate });
    return validate;
  }
}

/** Patterns are matched in time that grows with the text alone; an account writes its own, and must not be able to stop everybody's work. */
const linearRegExp = Object.assign((pattern: string) => RE2JS.compile(pattern), { code: 'linearRegExp' });

/** An instance for each schema: one for all would keep every schema it has ever seen, and two with one `$id` would clash. */
function compile(schema: object): ValidateFunction {
  const ajv = new Ajv2020({ allErrors: true, strict: false, code: { regExp: linearRegExp } });
  addFormats.default(ajv);
  return ajv.compile(schema);
}

function violationOf({ instancePath, schemaPath, message, params }: ErrorObject): Violation {
  const allowed = Array.isArray(params.allowedValues) ? `: ${params.allowedValues.join(', ')}` : '';
  return { instancePointer: instancePath, schemaPointer: schemaPath.replace(/^#/, ''), message: `${message ?? 'is not valid'}${allowed}` };
}
