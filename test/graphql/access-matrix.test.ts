import { getNamedType, GraphQLObjectType, GraphQLSchema, GraphQLString, isObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Viewer } from '../../server/auth/viewer.ts';
import { API_SCOPES, ROLES } from '../../server/domain/roles.ts';
import { accessOf } from '../../server/graphql/authorize.ts';
import { fieldRuleOf, undecidedTypes } from '../../server/graphql/field-rules.ts';
import { buildKeybellSchema } from '../../server/graphql/schema.ts';
import { accessPage, mayReadOf, mayUse, ruleOf } from './access-page.ts';
import { makeWorld, type AccountWorld } from './account-world.ts';
import { ApiBench } from './api-bench.ts';
import { FieldProbe, thingFields, type Thing } from './field-probe.ts';
import { operationFor, rootFields, type RootField } from './schema-walk.ts';

const schema = await buildKeybellSchema();
const fields = rootFields(schema).map((root) => [root.name, root] as const);

const callersOf = (api: ApiBench): [name: string, viewer: Viewer | null][] => [
  ['nobody', null],
  ...ROLES.map((role): [string, Viewer] => [role, api.member(role)]),
  ['a key without scopes', api.key([])],
  ...API_SCOPES.map((scope): [string, Viewer] => [`a key with ${scope}`, api.key([scope])]),
];

describe('the access matrix', () => {
  let api: ApiBench;
  beforeAll(async () => { api = await ApiBench.open(); });
  afterAll(() => api.close());

  const callers = () => callersOf(api);

  /** Whether the field itself turned the caller away, not something within its answer. */
  async function isLetIn({ kind, field }: RootField, viewer: Viewer | null): Promise<boolean> {
    const { source, variables } = operationFor({ kind, name: '', field });
    const errors = kind === 'subscription' ? await refusalsOf(viewer, source, variables) : (await api.ask(viewer, source, variables)).errors;
    return !errors.some(({ path, extensions }) => (path?.length ?? 1) === 1 && ['FORBIDDEN', 'UNAUTHENTICATED'].includes(String(extensions.code)));
  }

  async function refusalsOf(viewer: Viewer | null, source: string, variables: Record<string, unknown>) {
    const stream = await api.follow(viewer, source, variables);
    if (!('return' in stream)) return stream.errors ?? [];
    await stream.return(undefined);
    return [];
  }

  it.each(fields)('holds for %s', async (_name, root) => {
    const all = callers();
    const letIn: string[] = [];
    for (const [name, viewer] of all) if (await isLetIn(root, viewer)) letIn.push(name);
    expect(letIn).toEqual(all.filter(([, viewer]) => mayUse(ruleOf(root), viewer)).map(([name]) => name));
  });

  it('is what the API tells each caller', async () => {
    for (const [name, viewer] of callers().filter(([, each]) => each !== null)) {
      const { data } = await api.ask<{ viewer: { allowedOperations: string[] } }>(viewer, '{ viewer { allowedOperations } }');
      expect([name, data?.viewer.allowedOperations]).toEqual([name, fields.filter(([, root]) => mayUse(ruleOf(root), viewer)).map(([field]) => field)]);
    }
  });

  it('lets in with all scopes nobody whom each single one keeps out', async () => {
    for (const [, root] of fields.filter(([, each]) => ruleOf(each)?.role !== undefined && ruleOf(each)?.scope === undefined)) {
      expect([root.name, await isLetIn(root, api.key(API_SCOPES))]).toEqual([root.name, false]);
    }
  });
});

/** Without an object of their own that a query gives: what only mutations and streams give, and what the world of the test has none of. */
const NOT_FOUND = /Payload$|^(PayloadSchemaError|SchemaViolation|UrlBlockedError|StaleWebhookError|SystemActor|EventTypeDeprecation|CustomHeader|FailureCount|EventTypeCount|AttemptFailure|SignatureRecord|TwoFactor|EventPublishResult|UrlCheck|UrlCheckStep|DeliveryAttemptBatch|StreamGap|DeliveryUpdate|LiveStatsMessage|LiveStatsSample|WebhookChangeBatch|WebhookChange)$/;

describe('fields of objects, which the probe puts before whoever asks', () => {
  const things = thingFields(schema);
  let api: ApiBench;
  let world: AccountWorld;
  let probe: FieldProbe;
  beforeAll(async () => {
    api = await ApiBench.open();
    world = await makeWorld(api);
    probe = await FieldProbe.open(api, world);
  });
  afterAll(() => api.close());

  /** The fields that the caller was kept from. */
  async function refused(viewer: Viewer | null): Promise<string[]> {
    const answers = await probe.ask(viewer && { ...viewer, accountId: world.accountId }, thingFields(api.schema));
    const refusals = [...answers].filter(([, error]) => ['FORBIDDEN', 'UNAUTHENTICATED'].includes(String(error?.extensions.code)));
    for (const [, error] of refusals) expect(error!.message).toMatch(/^[A-Z].+ .+\.$/);
    return refusals.map(([name]) => name);
  }

  it('are all found by queries, but for those that have no rule of their own', () => {
    const missing = new Set(things.map(({ type }) => type.name).filter((name) => !probe.found.has(name)));
    expect([...missing].filter((name) => !NOT_FOUND.test(name))).toEqual([]);
    expect(things.filter(({ type, field }) => missing.has(type.name) && fieldRuleOf(type.name, field.name) !== 'part').map(({ name }) => name)).toEqual([]);
  });

  it('are refused to whom the rules refuse them and to nobody else', async () => {
    for (const [name, viewer] of callersOf(api)) {
      const found = things.filter(({ type, field }) => probe.found.has(type.name) && (viewer !== null || fieldRuleOf(type.name, field.name) !== 'part'));
      const names = new Set(found.map((thing) => thing.name));
      expect([name, (await refused(viewer)).filter((each) => names.has(each))]).toEqual([name, found.filter((thing) => !mayReadOf(thing, viewer)).map((thing) => thing.name)]);
    }
  });

  it('are answered without any error to who may see everything', async () => {
    const answers = await probe.ask(world.viewer, thingFields(api.schema));
    expect([...answers].filter(([, error]) => error !== null)).toEqual([]);
  });

  it('of an environment are refused to keys of another', async () => {
    const isOfEnvironment = ({ type, field }: Thing) => {
      const rule = fieldRuleOf(type.name, field.name);
      return typeof rule === 'object' && rule.inEnvironment === true;
    };
    const all = await refused(api.key(API_SCOPES));
    const others = await refused(api.key(API_SCOPES, ['STAGING']));
    expect(others.filter((name) => !all.includes(name))).toEqual(things.filter(isOfEnvironment).map(({ name }) => name));
  });

  it('are never without a rule, and no rule is about what is not there', () => {
    const query = new GraphQLObjectType({ name: 'Query', fields: { thing: { type: new GraphQLObjectType({ name: 'Thing', fields: { secret: { type: GraphQLString } } }) } } });
    const undecided = undecidedTypes(new GraphQLSchema({ query }));
    expect(undecided).toContain('Thing.secret');
    expect(undecided).toContain('Webhook');
    expect(undecidedTypes(schema)).toEqual([]);
  });
});

/** Ways from one thing to another that need no rule of their own, and why. */
const WAYS: Readonly<Record<string, string>> = {
  'DeliveryAttempt.delivery': 'who reads attempts reads deliveries: the rule is the same',
  'DeliveryAttemptBatch.attempts': 'guarded by the subscription',
  'DeliveryUpdate.delivery': 'guarded by the subscription',
  'WebhookChange.webhook': 'guarded by the subscription',
  'StaleWebhookError.current': 'the result of a mutation that writes webhooks',
  'EventPublishResult.event': 'the result of a mutation that publishes them',
  'Viewer.apiKey': 'the key that is asking',
  'Viewer.member': 'the member who is asking',
};

describe('the ways from one thing to another', () => {
  const guarded = new Set(fields
    .filter(([, root]) => root.kind === 'query' && ruleOf(root)?.role !== undefined)
    .map(([, { field }]) => getNamedType(field.type).name.replace(/Connection$/, '')));
  const inside = Object.values(schema.getTypeMap()).filter(isObjectType)
    .filter(({ name }) => !/^(__|Query$|Mutation$|Subscription$)|(Payload|Edge|Connection)$/.test(name));
  const ways = inside.flatMap((type) => Object.values(type.getFields())
    .filter((field) => guarded.has(getNamedType(field.type).name.replace(/Connection$/, '')))
    .map((field) => ({ name: `${type.name}.${field.name}`, isGuarded: accessOf(field) !== undefined })));

  it('are guarded, for the way there may have been through a door with other rights', () => {
    expect(ways.length).toBeGreaterThan(10);
    expect(ways.filter(({ name, isGuarded }) => !isGuarded && !(name in WAYS)).map(({ name }) => name)).toEqual([]);
  });

  it('have no exception that is not needed', () => {
    expect(Object.keys(WAYS).filter((name) => ways.every((way) => way.name !== name || way.isGuarded))).toEqual([]);
  });
});

describe('the page docs/access-matrix.md', () => {
  it('says for each field who may use it; `npx vitest run --project server test/graphql/access-matrix.test.ts -u` writes it anew', async () => {
    await expect(accessPage(schema)).toMatchFileSnapshot('../../docs/access-matrix.md');
  });
});
