import { readFileSync } from 'node:fs';
import { buildSchema, isObjectType, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { inReadersWords, TEXT_FIELDS } from '../../client/lib/answer-texts.ts';
import { serverTranslator } from '../../client/lib/server-text.ts';

const texts = serverTranslator({ sentences: { 'Enter a name.': 'Geben Sie einen Namen ein.' }, scopes: { 'All deliveries': 'Alle Zustellungen' } });
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

  it('are left alone, and the answer is the very same, where nothing is to be translated', () => {
    const data = { webhook: { name: 'Enter a name.' } };
    expect(answered('{ webhook(id: 1) { name } }', data)).toBe(data);
    expect(inReadersWords(parse('{ webhook(id: 1) { message } }'), data, null)).toBe(data);
  });

  it('are in fields whose names mean nothing else in the schema', () => {
    const types = Object.values(buildSchema(readFileSync('schema/schema.graphql', 'utf8')).getTypeMap()).filter(isObjectType);
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
});
