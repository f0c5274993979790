import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { buildSchema, isInputObjectType, isInterfaceType, isObjectType, lexicographicSortSchema, printSchema, type GraphQLObjectType, type GraphQLSchema } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { NODE_TYPES } from '../../server/graphql/node/node.type.ts';
import { buildKeybellSchema } from '../../server/graphql/schema.ts';

const undescribed = (owner: string, parts: readonly { name: string; description?: string | null }[]) =>
  parts.filter(({ description }) => !description).map(({ name }) => `${owner}.${name}`);

/** In one order, whichever file declared its types first. */
const inOrder = (schema: GraphQLSchema) => printSchema(lexicographicSortSchema(schema));

describe('the schema', () => {
  let schema: GraphQLSchema;
  const typesOf = () => Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
  const objects = () => typesOf().filter(isObjectType);
  const own = (type: GraphQLObjectType) => Object.values(type.getFields());

  beforeAll(async () => {
    schema = await buildKeybellSchema();
  });

  it('is what schema/schema.graphql promises; run `npm run schema` after a change that is meant', () => {
    const promised = readFileSync(new URL('../../schema/schema.graphql', import.meta.url), 'utf8');
    expect(inOrder(schema)).toBe(inOrder(buildSchema(promised)));
  });

  it('describes every field and argument', () => {
    const silent = typesOf().flatMap((type) => {
      if (!isObjectType(type) && !isInterfaceType(type)) return isInputObjectType(type) ? undescribed(type.name, Object.values(type.getFields())) : [];
      const fields = Object.values(type.getFields());
      return [...undescribed(type.name, fields), ...fields.flatMap((field) => undescribed(`${type.name}.${field.name}`, field.args))];
    });
    expect(silent).toEqual([]);
  });

  it('gives every mutation one input and a payload with user errors', () => {
    const odd = own(schema.getMutationType()!).filter(({ name, args, type }) => {
      const hasOneInput = ['signOut', 'sessionsRevokeOthers'].includes(name) ? args.length === 0 : args.length === 1 && args[0]?.name === 'input';
      return !hasOneInput || !schema.getType(String(type).replace('!', ''))?.toString().endsWith('Payload');
    });
    expect(odd.map(({ name }) => name)).toEqual([]);
    const payloads = objects().filter(({ name }) => name.endsWith('Payload'));
    expect(payloads.filter((type) => String(type.getFields().userErrors?.type) !== '[UserError!]!').map(({ name }) => name)).toEqual([]);
  });

  it('gives every connection the four arguments of a page', () => {
    const connections = objects().flatMap(own).filter(({ type }) => String(type).endsWith('Connection!'));
    expect(connections.length).toBeGreaterThan(5);
    const odd = connections.filter(({ args }) => ['first', 'after', 'last', 'before'].some((name) => args.every((arg) => arg.name !== name)));
    expect(odd.map(({ name }) => name)).toEqual([]);
  });

  it('can refetch every type that implements Node', () => {
    const nodes = objects().filter((type) => type.getInterfaces().some(({ name }) => name === 'Node')).map(({ name }) => name);
    expect(nodes.toSorted()).toEqual(Object.values(NODE_TYPES).toSorted());
  });

  it('gives out no secret but by the mutations that make or show one', () => {
    const telling = objects().filter((type) => 'signingSecret' in type.getFields() || 'secret' in type.getFields()).map(({ name }) => name);
    expect(telling.toSorted()).toEqual(['ApiKeyCreatePayload', 'TwoFactorBeginPayload', 'WebhookCreatePayload', 'WebhookSecretRevealPayload', 'WebhookSecretRotatePayload']);
  });
});
