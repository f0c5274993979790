import 'reflect-metadata';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { getIntrospectionQuery, Kind, parse, print, specifiedRules, validate, type ASTVisitor, type DocumentNode, type GraphQLSchema, type ValidationContext } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CostMeter, MAX_COST } from '../../server/graphql/cost-limit.ts';
import { sizeProblem } from '../../server/graphql/document-size.ts';
import { introspects, MAX_TOKENS, OPERATION_LIMITS, validateDocument } from '../../server/graphql/limits.ts';
import { buildKeybellSchema } from '../../server/graphql/schema.ts';
import { insertWebhook } from '../support/factories.ts';
import { ApiBench } from './api-bench.ts';

const CONSOLE_PAGES = join(import.meta.dirname, '../../client/pages');

let schema: GraphQLSchema;
beforeAll(async () => { schema = await buildKeybellSchema(); });

const refusals = (source: string) => validate(schema, parse(source), [...specifiedRules, ...OPERATION_LIMITS]);
const messages = (source: string) => refusals(source).map(({ message }) => message);

/** A field inside itself, `levels` times. */
const nested = (levels: number, open: string, leaf: string) => `${`${open} { `.repeat(levels)}${leaf}${' }'.repeat(levels)}`;

describe('the limit of what an operation may cost', () => {
  it('refuses a short query whose lists contain each other, and tells cost and limit', () => {
    const [refusal] = refusals(`{ eventTypeGroups { ${nested(6, 'eventTypes { group', 'key')}${' }'.repeat(6)} } }`);
    expect(refusal?.message).toMatch(/costs about [\d,]+ fields; at most 25,000 are allowed/);
    expect(refusal?.extensions).toEqual({ code: 'BAD_USER_INPUT' });
  });

  it('refuses introspection that goes round in circles', () => {
    expect(messages(`{ __schema { types { ${nested(5, 'fields { type', 'name')}${' }'.repeat(5)} } } }`)).toContainEqual(expect.stringMatching(/costs about/));
    expect(messages(`{ __schema { types { ${nested(6, 'interfaces { possibleTypes', 'name')}${' }'.repeat(6)} } } }`)).toContainEqual(expect.stringMatching(/costs about/));
  });

  it('counts fragments as often as they are used', () => {
    const fragments = Array.from({ length: 8 }, (_, index) => `fragment F${index} on Query { service { version } ...F${index + 1} ...F${index + 1} ...F${index + 1} ...F${index + 1} }`);
    const source = `{ ...F0 } ${fragments.join(' ')} fragment F8 on Query { viewer { role } }`;
    expect(messages(source)).toEqual([expect.stringMatching(/costs about/)]);
  });

  it('counts introspection by aliases in fragments', () => {
    const aliases = Array.from({ length: 20 }, (_, index) => `a${index}: __schema { ...S }`).join(' ');
    expect(messages(`{ ${aliases} } fragment S on __Schema { a: types { ...T } b: types { ...T } } fragment T on __Type { fields { args { name type { name } } } }`)).toEqual([expect.stringMatching(/costs about/)]);
  });

  it('multiplies by the size of the page, once for nodes and once for edges', () => {
    const page = (first: number | string) => `{ deliveries(first: ${first}) { nodes { attempts(first: ${first}) { edges { node { id number status } } } } } }`;
    expect(messages(page(20))).toEqual([]);
    expect(messages(page(100))).toEqual([expect.stringMatching(/costs about/)]);
  });

  it('is met by one item more, and not by just so many', () => {
    const list = (count: number, make: (index: number) => string) => Array.from({ length: count }, (_, index) => make(index)).join(' ');
    const dear = list(10, (page) => `d${page}: webhookEvents(first: 100) { nodes { ${list(20, (index) => `a${index}: id`)} ${list(4, (index) => `t${index}: __typename`)} } }`);
    const cheap = list(9, (page) => `c${page}: webhookEvents(first: 100) { nodes { id } }`);
    const costing = (items: number) => `{ ${dear} ${cheap} last: webhookEvents(first: ${items}) { nodes { id } } }`;
    const room = MAX_COST - costOf(parse(costing(0)));
    expect(room).toBeGreaterThan(0);
    expect(messages(costing(room))).toEqual([]);
    expect(messages(costing(room + 1))).toEqual(['The operation costs about 25,001 fields; at most 25,000 are allowed. Ask for fewer items or fewer nested lists.']);
  });

  it('takes a page size that is a variable for the largest', () => {
    const source = 'query($first: Int) { deliveries(first: $first) { nodes { attempts(first: $first) { nodes { id number status } } } } }';
    expect(messages(source)).toEqual([expect.stringMatching(/costs about/)]);
  });

  it('lets the introspection of tools through', () => {
    expect(messages(getIntrospectionQuery({ descriptions: true, inputValueDeprecation: true, specifiedByUrl: true }))).toEqual([]);
    expect(sizeProblem(parse(getIntrospectionQuery()))).toBeNull();
  });

  it('is left to other rules where the schema has no such field or fragment', () => {
    expect(messages('{ nothing { at { all } } ...Missing }')).not.toContainEqual(expect.stringMatching(/costs about/));
    expect(messages('{ ...Round } fragment Round on Query { ...Round }')).not.toContainEqual(expect.stringMatching(/costs about/));
  });
});

describe('the console', () => {
  it('keeps every limit, and of the costs uses no more than a third', async () => {
    const operations = await consoleOperations();
    expect(operations.length).toBeGreaterThan(20);
    expect(operations.flatMap((document) => messages(print(document)))).toEqual([]);
    expect(operations.map(sizeProblem).filter(Boolean)).toEqual([]);
    expect(Math.max(...operations.map(costOf))).toBeLessThan(MAX_COST / 3);
  });
});

describe('the limit of aliases', () => {
  const aliases = (count: number, from = 0) => Array.from({ length: count }, (_, index) => `a${from + index}: service { version }`).join(' ');

  it('refuses the same field under more than twenty names', () => {
    expect(messages(`{ ${aliases(20)} }`)).toEqual([]);
    expect(messages(`{ ${aliases(21)} }`)).toEqual(['`service` is asked for under 21 names; at most 20 are allowed.']);
  });

  it('sees through fragments', () => {
    const source = `{ ${aliases(10)} ...A ... { ${aliases(1, 20)} } } fragment A on Query { ${aliases(10, 10)} }`;
    expect(messages(source)).toContain('`service` is asked for under 21 names; at most 20 are allowed.');
  });

  it('does not mind a field that is merely repeated', () => {
    expect(messages(`{ ${'service { version } '.repeat(30)} }`)).toEqual([]);
  });
});

describe('every limit of a document', () => {
  const list = (count: number, make: (index: number) => string) => Array.from({ length: count }, (_, index) => make(index)).join(' ');
  const judged = (source: string) => {
    try {
      return validateDocument(schema, parse(source, { maxTokens: MAX_TOKENS })).map(({ message }) => message);
    } catch (error) {
      return [(error as Error).message];
    }
  };
  /** Fields of introspection cost little, so that it is the depth that is met. */
  const deep = (levels: number) => `{ __schema { types { ${nested(levels - 3, 'ofType', 'name')} } } }`;
  const deepByFragments = (levels: number) => `{ ...A } fragment A on Query { __schema { ...B } } fragment B on __Schema { types { ... on __Type { ...C } } } fragment C on __Type { ${nested(levels - 3, 'ofType', 'name')} }`;

  it.each<[what: string, most: number, document: (count: number) => string, refusal: RegExp]>([
    // Two of them are the braces.
    ['tokens', 5_000, (count) => `{ ${list(count - 2, () => 'x')} }`, /5000 tokens/],
    ['levels', 15, deep, /nested 16 levels deep; at most 15/],
    ['levels, through fragments', 15, deepByFragments, /nested 16 levels deep; at most 15/],
    ['names for one field', 20, (count) => `{ ${list(count, (index) => `a${index}: service { version }`)} }`, /under 21 names; at most 20/],
    ['fields', 300, (count) => `{ service { ${list(count - 1, () => 'version')} } }`, /has 301 fields; at most 300/],
    ['fragments', 40, (count) => `{ ${list(count, (index) => `...F${index}`)} } ${list(count, (index) => `fragment F${index} on Query { service { version } }`)}`, /has 41 fragments; at most 40/],
    ['uses of fragments', 80, (count) => `{ ${list(count, () => '...F')} } fragment F on Query { service { version } }`, /has 81 uses of fragments; at most 80/],
    ['directives', 40, (count) => `{ ${list(count, () => '...@include(if: true) { service { version } }')} }`, /has 41 directives; at most 40/],
    ['variables', 60, (count) => `query(${list(count, (index) => `$v${index}: Int`)}) { service { version } }`, /has 61 variables; at most 60/],
    ['operations', 20, (count) => list(count, (index) => `query Q${index} { service { version } }`), /has 21 operations; at most 20/],
  ])('is met by one more, and not by just so many: %s', (_what, most, document, refusal) => {
    expect(judged(document(most))).not.toContainEqual(expect.stringMatching(refusal));
    expect(judged(document(most + 1))).toContainEqual(expect.stringMatching(refusal));
  });
});

describe('introspection', () => {
  it('is told from the names of types and from whether a type exists', () => {
    expect(introspects(parse('{ ...F } fragment F on Query { x: __type(name: "Webhook") { fields { name } } }'))).toBe(true);
    expect(introspects(parse('{ __schema { queryType { name } } viewer { role } }'))).toBe(true);
    expect(introspects(parse('{ __type(name: "Webhook") { name kind } }'))).toBe(false);
    expect(introspects(parse('{ __typename viewer { __typename } }'))).toBe(false);
  });
});

describe('the size of a page', () => {
  it('is a hundred items at most, and one at least', async () => {
    const api = await ApiBench.open();
    const answered = async (first: number) => (await api.ask(api.member('ADMIN'), 'query($first: Int) { webhooks(first: $first) { nodes { id } } }', { first })).errors.map(({ message }) => message);
    expect(await Promise.all([1, 100].map(answered))).toEqual([[], []]);
    expect(await Promise.all([0, 101].map(answered))).toEqual([[expect.stringMatching(/100/)], [expect.stringMatching(/100/)]]);
    await api.close();
  });
});

describe('filters', () => {
  let api: ApiBench;
  beforeAll(async () => { api = await ApiBench.open(); });
  afterAll(() => api.close());

  const EVENTS = 'query($filter: WebhookEventFilter) { webhookEvents(first: 1, filter: $filter) { nodes { id } } }';
  const events = async (filter: object) => (await api.ask(api.member('ADMIN'), EVENTS, { filter })).errors.map(({ message }) => message);

  it('refuse long texts, also inside a list', async () => {
    expect(await events({ resourceIds: ['x'.repeat(201)] })).toEqual(['`resourceIds` may have at most 200 characters.']);
    expect(await events({ resourceIds: ['x'.repeat(200)] })).toEqual([]);
  });

  it('refuse control characters, which made SQLite find everything', async () => {
    expect(await events({ resourceIds: ['a\u0000b'] })).toEqual(['`resourceIds` must not contain control characters.']);
  });

  it('find no webhooks by what is no event type code, however many dots it has', async () => {
    const query = 'query($filter: WebhookFilter) { webhooks(first: 1, filter: $filter) { nodes { id } } }';
    await insertWebhook(api.store, { accountId: api.accountId, eventPatterns: ['license.*'] });
    const found = async (eventTypes: string[]) => (await api.read<{ webhooks: { nodes: unknown[] } }>(query, { filter: { eventTypes } })).webhooks.nodes.length;
    expect(await found(['license.created'])).toBe(1);
    expect(await found(['.'.repeat(100)])).toBe(0);
  });
});

/** All operations of the console's pages, as it sends them. */
async function consoleOperations(): Promise<DocumentNode[]> {
  const files = readdirSync(CONSOLE_PAGES, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.queries.ts'));
  const modules = await Promise.all(files.map((path) => import(pathToFileURL(join(CONSOLE_PAGES, path)).href) as Promise<Record<string, DocumentNode>>));
  return modules.flatMap((each) => Object.values(each)).filter(({ definitions }) => definitions.some(({ kind }) => kind === Kind.OPERATION_DEFINITION));
}

function costOf(document: DocumentNode): number {
  let cost = 0;
  const measure = (context: ValidationContext): ASTVisitor => ({
    OperationDefinition({ operation, selectionSet }) {
      cost += new CostMeter(context).costOf(selectionSet, schema.getRootType(operation)!, null);
    },
  });
  validate(schema, document, [measure]);
  return cost;
}
