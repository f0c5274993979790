import { t } from '../../i18n.ts';
import type { UserError } from '../../lib/user-errors.ts';
import type { ShownType } from './catalogue.queries.ts';
import { readJson } from './json-text.ts';

/** An event type as the form holds it; JSON is text until it is sent. */
export interface TypeDraft {
  code: string;
  name: string;
  group: string;
  description: string;
  payloadSchema: string;
  examples: string[];
}

/** Errors by the place of the form they belong to: `code`, `examples`, `examples.1`; those of no place under the empty name. */
export type TypeErrors = Record<string, string>;

const NEW_SCHEMA = {
  type: 'object',
  required: ['id'],
  properties: { id: { type: 'string', description: t('catalogue.form.schemaExample') } },
};
const laidOut = (value: unknown): string => JSON.stringify(value, null, 2);

export const newTypeDraft = (): TypeDraft => ({
  code: '', name: '', group: '', description: '', payloadSchema: laidOut(NEW_SCHEMA), examples: [laidOut({ id: 'EXAMPLE-1' })],
});

export function typeDraftOf({ code, name, group, description, payloadSchema, examples }: ShownType): TypeDraft {
  return { code, name, group: group.key, description, payloadSchema: laidOut(payloadSchema), examples: examples.map(({ payload }) => laidOut(payload)) };
}

const exampleName = (index: number, count: number) => (count === 1 ? t('catalogue.problems.theExample') : t('catalogue.problems.exampleN', { n: index + 1 }));

interface TypeInput {
  code: string;
  name: string;
  group: string;
  description: string;
  payloadSchema: unknown;
  examples: unknown[];
}

/** What eventTypeCreate takes, or what is wrong before it is asked. */
export function readTypeDraft(draft: TypeDraft): { input: TypeInput; errors: null } | { errors: TypeErrors } {
  const schema = readJson(draft.payloadSchema, t('catalogue.problems.theSchema'));
  const examples = draft.examples.map((text, index) => readJson(text, exampleName(index, draft.examples.length)));
  const errors: TypeErrors = {
    ...(draft.code.trim() === '' && { code: t('catalogue.problems.code') }),
    ...(draft.name.trim() === '' && { name: t('catalogue.problems.name') }),
    ...(draft.group.trim() === '' && { group: t('catalogue.problems.group') }),
    ...(draft.description.trim() === '' && { description: t('catalogue.problems.description') }),
    ...(schema.problem !== null && { payloadSchema: schema.problem }),
    ...Object.fromEntries(examples.flatMap(({ problem }, index) => (problem === null ? [] : [[`examples.${index}`, problem]]))),
  };
  if (Object.keys(errors).length > 0) return { errors };
  const valueOf = (reading: ReturnType<typeof readJson>) => (reading.problem === null ? reading.value : null);
  const { code, name, group, description } = draft;
  return {
    errors: null,
    input: { code: code.trim(), name: name.trim(), group: group.trim(), description: description.trim(), payloadSchema: valueOf(schema), examples: examples.map(valueOf) },
  };
}

interface TypeError extends UserError {
  violations?: readonly { instancePointer: string; message: string }[];
}

const PLACES = ['code', 'name', 'group', 'description', 'payloadSchema', 'examples'];

/** The server's errors by their places, each violation of a schema in a line of its own. */
export function typeErrors(errors: readonly TypeError[]): TypeErrors {
  const byPlace: TypeErrors = {};
  for (const { path, message, violations = [] } of errors) {
    const [field = '', index] = path?.[0] === 'input' ? path.slice(1) : path ?? [];
    const place = !PLACES.includes(field) ? '' : field === 'examples' && index !== undefined ? `examples.${index}` : field;
    const lines = violations.length > 1 ? [t('catalogue.problems.noMatch'), ...violations.map((each) => `${each.instancePointer || t('catalogue.problems.payload')} ${each.message}.`)] : [message];
    byPlace[place] = [byPlace[place], ...lines].filter(Boolean).join('\n');
  }
  return byPlace;
}
