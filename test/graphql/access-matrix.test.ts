import { getNamedType, isObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Viewer } from '../../server/auth/viewer.ts';
import { API_SCOPES, ROLES, roleAtLeast } from '../../server/domain/roles.ts';
import { accessOf, type AccessRule } from '../../server/graphql/authorize.ts';
import { buildKeybellSchema } from '../../server/graphql/schema.ts';
import { ApiBench } from './api-bench.ts';
import { operationFor, rootFields, type RootField } from './schema-walk.ts';

const schema = await buildKeybellSchema();
const fields = rootFields(schema).map((root) => [root.name, root] as const);

const ruleOf = ({ field }: RootField): AccessRule | null => {
  const access = accessOf(field)!;
  return 'because' in access ? null : access;
};

/** Whether the rule lets a caller in, told from the rule alone. */
function mayUse(rule: AccessRule | null, viewer: Viewer | null): boolean {
  if (rule === null) return true;
  if (viewer === null) return false;
  if (viewer.apiKeyId === null) return rule.role === undefined || roleAtLeast(viewer.role, rule.role);
  return rule.scope === undefined ? rule.role === undefined : viewer.scopes.includes(rule.scope);
}

describe('the access matrix', () => {
  let api: ApiBench;
  beforeAll(async () => { api = await ApiBench.open(); });
  afterAll(() => api.close());

  const callers = (): [name: string, viewer: Viewer | null][] => [
    ['nobody', null],
    ...ROLES.map((role): [string, Viewer] => [role, api.member(role)]),
    ['a key without scopes', api.key([])],
    ...API_SCOPES.map((scope): [string, Viewer] => [`a key with ${scope}`, api.key([scope])]),
  ];

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
    await expect(page()).toMatchFileSnapshot('../../docs/access-matrix.md');
  });
});

const PARTS = ['Query', 'Mutation', 'Subscription'];
const partOf = (name: string) => name.split('.')[0]!;

function page(): string {
  const rows = fields.toSorted(([a], [b]) => PARTS.indexOf(partOf(a)) - PARTS.indexOf(partOf(b)) || (a < b ? -1 : 1)).map(([name, root]) => `| \`${name}\` | ${cells(root).join(' | ')} |`);
  const head = ['| field | VIEWER | OPERATOR | ADMIN | SUPER_ADMIN | API keys |', '|---|---|---|---|---|---|'];
  return `# Who may use which field\n\nMade from the schema, see [access](access.md).\n\n${[...head, ...rows].join('\n')}\n`;
}

function cells(root: RootField): string[] {
  const rule = ruleOf(root);
  if (rule === null) return [...ROLES.map(() => 'yes'), 'yes, and everybody without a sign-in'];
  const keys = rule.scope ?? (rule.role === undefined ? 'any' : 'no');
  return [...ROLES.map((role) => (rule.role === undefined || roleAtLeast(role, rule.role) ? 'yes' : '')), keys];
}
