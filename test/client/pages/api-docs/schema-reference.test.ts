import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { buildSchema, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { fits, limitedSchema, membersOf, operationsOf, typesOf } from '../../../../client/pages/api-docs/schema-reference.ts';

const schema = buildSchema(readFileSync(resolve('schema/schema.graphql'), 'utf8'));

describe('the schema of somebody with few rights', () => {
  const limited = limitedSchema(schema, ['Query.viewer', 'Query.eventType', 'Mutation.signOut']);

  it('has what they may use, and nothing else', () => {
    expect(operationsOf(limited).map(({ kind, name }) => `${kind}.${name}`)).toEqual(['Query.eventType', 'Query.viewer', 'Mutation.signOut']);
    expect(limited.getSubscriptionType()).toBeFalsy();
  });

  it('has no types that nothing leads to', () => {
    const names = typesOf(limited).map(({ name }) => name);
    expect(names).toContain('EventType');
    expect(names).not.toContain('WebhookSettings');
  });

  it('keeps what stands behind an interface', () => {
    expect(validate(limited, parse('mutation { signOut { userErrors { __typename ... on BasicUserError { code } } } }'))).toEqual([]);
  });

  it('refuses the rest where it is written', () => {
    expect(validate(limited, parse('{ webhooks(first: 1) { totalCount } }'))).toHaveLength(1);
  });
});

describe('the reference', () => {
  it('lists the whole schema for those who may use it all', () => {
    const all = operationsOf(schema).map(({ kind, name }) => `${kind}.${name}`);
    expect(operationsOf(limitedSchema(schema, all))).toHaveLength(all.length);
  });

  it('shows fields, values and possible types', () => {
    const namesIn = (type: string) => membersOf(schema, schema.getType(type)!).map(({ name }) => name);
    expect(namesIn('Webhook')).toContain('verificationSnippets');
    expect(namesIn('EnvironmentKey')).toEqual(['PRODUCTION', 'STAGING', 'DEVELOPMENT']);
    expect(namesIn('UserError')).toContain('… on BasicUserError');
  });

  it('is searched by all words, in any order', () => {
    expect(fits('secret rotate', 'webhookSecretRotate', 'Make a new signing secret.')).toBe(true);
    expect(fits('secret invoice', 'webhookSecretRotate', 'Make a new signing secret.')).toBe(false);
  });
});
