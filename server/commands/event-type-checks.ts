import { problem, type UserProblem } from '../domain/errors.ts';
import { payloadText } from '../domain/envelope.ts';
import { isEventTypeCode } from '../domain/event-type.ts';
import { checkPayloadSchema } from '../domain/payload-schema.ts';
import { checkDescription, checkName } from '../domain/webhook-input.ts';
import type { EventExample } from '../storage/entities/event-type.ts';
import { PayloadSchemas } from './payload-schemas.ts';

const MAX_EXAMPLES = 10;
const MAX_EXAMPLE_CHARACTERS = 65_536;
const GROUP_KEY = /^[a-z][a-z0-9-]{0,63}$/;
/** Codes of this server itself, such as `webhook.test`. */
const RESERVED_PREFIX = 'webhook.';

export function checkCode(code: string): UserProblem[] {
  const path = ['input', 'code'];
  if (!isEventTypeCode(code)) return [problem('INVALID', 'A code has at least two parts with a dot between, each beginning with a small letter, such as license.renewed.', path)];
  return code.startsWith(RESERVED_PREFIX) ? [problem('INVALID', `Codes that begin with "${RESERVED_PREFIX}" are kept for this server.`, path)] : [];
}

export function checkGroup(key: string): UserProblem[] {
  return GROUP_KEY.test(key) ? [] : [problem('INVALID', 'A group key has small letters, digits and hyphens, at most 64, such as license.', ['input', 'group'])];
}

export function checkTexts({ name, description }: { name?: string; description?: string }): UserProblem[] {
  return [
    ...(name === undefined ? [] : checkName(name)),
    ...(description === undefined ? [] : checkMeaning(description)),
  ];
}

function checkMeaning(description: string): UserProblem[] {
  if (description.trim() === '') return [problem('REQUIRED', 'Say when exactly this event fires, and when it does not.', ['input', 'description'])];
  return checkDescription(description);
}

/** The schema on its own, then each example against it. */
export function checkSchemaAndExamples(schema: unknown, examples: readonly unknown[]): UserProblem[] {
  const schemas = new PayloadSchemas();
  const problems = [...checkSchema(schema, schemas), ...checkExampleSizes(examples)];
  if (problems.length > 0) return problems;
  return examples.flatMap((example, index) => {
    const violations = schemas.check('new', schema as object, example);
    const [first] = violations;
    if (!first) return [];
    const message = `The example does not match the payload schema: ${first.instancePointer || 'the payload'} ${first.message}.`;
    return [{ ...problem('PAYLOAD_SCHEMA_VIOLATION', message, ['input', 'examples', String(index)]), violations }];
  });
}

function checkSchema(schema: unknown, schemas: PayloadSchemas): UserProblem[] {
  const path = ['input', 'payloadSchema'];
  const problems = checkPayloadSchema(schema, path);
  if (problems.length > 0) return problems;
  const fault = schemas.faultOf('new', schema as object);
  return fault === null ? [] : [problem('INVALID', fault, path)];
}

function checkExampleSizes(examples: readonly unknown[]): UserProblem[] {
  const path = ['input', 'examples'];
  if (examples.length === 0) return [problem('REQUIRED', 'Give at least one example: it is shown to integrators and sent as a sample.', path)];
  if (examples.length > MAX_EXAMPLES) return [problem('TOO_MANY', `An event type may have at most ${MAX_EXAMPLES} examples.`, path)];
  return examples.flatMap((example, index) => {
    const text = payloadText(example);
    if (text === null) return [problem('INVALID', 'The example is nested far too deep.', [...path, String(index)])];
    const { length } = text;
    return length <= MAX_EXAMPLE_CHARACTERS ? [] : [problem('PAYLOAD_TOO_LARGE', `The example has ${length} characters; at most ${MAX_EXAMPLE_CHARACTERS} are allowed.`, [...path, String(index)])];
  });
}

/** Examples as they are kept: the first is the default. */
export function namedExamples(payloads: readonly unknown[]): EventExample[] {
  return payloads.map((payload, index) => (index === 0 ? { key: 'default', title: 'Example', payload } : { key: `example-${index + 1}`, title: `Example ${index + 1}`, payload }));
}
