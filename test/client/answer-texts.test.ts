import { readFileSync } from 'node:fs';
import { buildSchema, getNamedType, isObjectType, parse, TypeInfo, visit, visitWithTypeInfo, type DocumentNode, type SelectionNode } from 'graphql';
import { describe, expect, it } from 'vitest';
import { inReadersWords, TEXT_FIELDS } from '../../client/lib/answer-texts.ts';
import { serverTranslator } from '../../client/lib/server-text.ts';

const texts = serverTranslator({
  sentences: { 'Enter a name.': 'Geben Sie einen Namen ein.' }, scopes: { 'All deliveries': 'Alle Zustellungen' },
  catalogue: { 'License Events': 'Lizenzen', 'License created': 'Lizenz erstellt' }, formats: { number: String, time: String },
});
const schema = buildSchema(readFileSync('schema/schema.graphql', 'utf8'));
const types = Object.values(schema.getTypeMap()).filter(isObjectType);
const modules = import.meta.glob<Record<string, DocumentNode>>('../../client/**/*.queries.ts', { eager: true });

const fieldsOf = (selections: readonly SelectionNode[]): string[] =>
  selections.flatMap((each) => (each.kind === 'Field' ? [each.name.value, ...(each.name.value === 'examples' ? fieldsOf(each.selectionSet?.selections ?? []) : [])] : []));

/** The event types that a document reads: the names of their fields, and of those of their examples. */
function readEventTypes(document: DocumentNode): string[][] {
  const info = new TypeInfo(schema);
  const found: string[][] = [];
  visit(document, visitWithTypeInfo(info, {
    SelectionSet: ({ selections }) => {
      if (info.getParentType()?.name === 'EventType') found.push(fieldsOf(selections));
    },
  }));
  return found;
}

const answered = (document: string, data: unknown) => inReadersWords(parse(document), data, texts);

describe('the texts of an answer', () => {
  it('are translated where the server speaks, in lists and fragments and under other names', () => {
    const document = `
      mutation { webhookCreate(input: {}) { webhook { name } problems: userErrors { ...Problem } } }
      fragment Problem on UserError { ... on BasicUserError { text: message } path }`;
    expect(answered(document, { webhookCreate: { webhook: { name: 'Enter a name.' }, problems: [{ text: 'Enter a name.', path: ['Enter a name.'] }] } }))
      .toEqual({ webhookCreate: { webhook: { name: 'Enter a name.' }, problems: [{ text: 'Geben Sie einen Namen ein.', path: ['Enter a name.'] }] } });
  });

  it('are translated piece by piece when they tell what an operation is about', () => {
    expect(answered('{ bulkOperation(id: 1) { scopeDescription } }', { bulkOperation: { scopeDescription: 'All deliveries' } }))
      .toEqual({ bulkOperation: { scopeDescription: 'Alle Zustellungen' } });
  });

  it('stay as they are within what people sent', () => {
    const data = { event: { payload: { message: 'Enter a name.', userErrors: [{ message: 'Enter a name.' }] } } };
    const document = '{ event(id: 1) { payload failure { detail message } } }';
    expect(answered(document, data)).toEqual(data);
    expect(answered(document, { event: { payload: null, failure: { detail: { message: 'Enter a name.' }, message: null } } }))
      .toEqual({ event: { payload: null, failure: { detail: { message: 'Enter a name.' }, message: null } } });
  });

  it('are those of the catalogue, but for an event type that the account wrote itself', () => {
    const document = '{ eventTypeGroups { name eventTypes { name isCustom examples { title payload } group { name } } } }';
    const typeOf = (isCustom: boolean, name: string, group: string) =>
      ({ name, isCustom, examples: [{ title: name, payload: { title: 'License created' } }], group: { name: group } });
    expect(answered(document, { eventTypeGroups: [{ name: 'License Events', eventTypes: [typeOf(false, 'License created', 'License Events'), typeOf(true, 'License created', 'License Events')] }] }))
      .toEqual({ eventTypeGroups: [{ name: 'Lizenzen', eventTypes: [typeOf(false, 'Lizenz erstellt', 'Lizenzen'), typeOf(true, 'License created', 'Lizenzen')] }] });
  });

  it('are left alone, and the answer is the very same, where nothing is to be translated', () => {
    const data = { webhook: { name: 'Enter a name.' } };
    expect(answered('{ webhook(id: 1) { name } }', data)).toBe(data);
    expect(inReadersWords(parse('{ webhook(id: 1) { message } }'), data, null)).toBe(data);
  });

  it('are in fields whose names mean nothing else in the schema', () => {
    const holders = (name: string) => types.flatMap((type) => (type.getFields()[name] ? [type.name] : [])).sort();
    const names = Object.keys(TEXT_FIELDS).filter((name) => !name.includes('.'));
    expect(Object.fromEntries(names.map((name) => [name, holders(name)]))).toEqual({
      message: ['AttemptFailure', 'BasicUserError', 'PayloadSchemaError', 'SchemaViolation', 'StaleWebhookError', 'UrlBlockedError'],
      remedy: ['AttemptFailure'],
      summary: ['RoutingExplanation', 'WebhookHealth'],
      failureMessage: ['BulkOperation'],
      // Of an attempt it is an object, in which the message is looked for.
      failure: ['ContentFilterPreview', 'DeliveryAttempt'],
      scopeDescription: ['BulkOperation'],
    });
  });

  it('of the catalogue are in fields that hold nothing else', () => {
    const typesOf = (name: string) => types.flatMap((type) => type.getFields()[name] ?? []).map(({ type }) => getNamedType(type).name);
    const parents = Object.entries(TEXT_FIELDS).filter(([, kind]) => kind === 'group' || kind === 'type').map(([field]) => field.split('.')[0]!);
    expect([...new Set(parents.flatMap(typesOf))].sort()).toEqual(['EventExample', 'EventType', 'EventTypeGroup']);
  });

  it('of the catalogue are asked for with what tells whose they are', () => {
    const reads = Object.values(modules).flatMap((exports) => Object.values(exports)).flatMap(readEventTypes);
    const told = reads.filter((fields) => fields.some((field) => ['name', 'description', 'title'].includes(field)));
    expect(told.length).toBeGreaterThan(3);
    expect(told.filter((fields) => !fields.includes('isCustom'))).toEqual([]);
  });
});
