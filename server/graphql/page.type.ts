import { GraphQLError } from 'graphql';
import { ArgsType, Field, InputType, Int, ObjectType, registerEnumType, type ClassType } from 'type-graphql';
import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { ContainmentError } from '../domain/json-containment.ts';
import { countListed, readListed, type Listed } from '../storage/haystack.ts';
import { BadCursorError, countUpTo, Page, TooManyToSortError, type Connected, type PageOrder, type PageRequest, type RowCount } from '../storage/pages.ts';
import { countSifted, readSifted, type Sifted } from '../storage/sifted-pages.ts';
import type { Reads } from '../storage/together.ts';
import { Cursor, DateTime } from './scalars.ts';

export const MAX_PAGE_SIZE = 100;

export const OrderDirection = { ASC: 'ASC', DESC: 'DESC' } as const;
export type OrderDirection = keyof typeof OrderDirection;

registerEnumType(OrderDirection, {
  name: 'OrderDirection',
  description: 'Sort direction.',
  valuesConfig: {
    ASC: { description: 'Oldest or smallest first.' },
    DESC: { description: 'Newest or largest first.' },
  },
});

@ObjectType({ description: 'Relay page information.', simpleResolvers: true })
export class PageInfo {
  @Field(() => Boolean, { description: 'More items exist after `endCursor`.' }) hasNextPage!: boolean;
  @Field(() => Boolean, { description: 'More items exist before `startCursor`.' }) hasPreviousPage!: boolean;
  @Field(() => Cursor, { nullable: true, description: 'Cursor of the first edge, null for an empty page; where few items match, the place up to which was looked.' }) startCursor!: string | null;
  @Field(() => Cursor, { nullable: true, description: 'Cursor of the last edge, null for an empty page; where few items match, the place up to which was looked.' }) endCursor!: string | null;
}

@ObjectType({ description: 'Size of a large result set. Exact up to a server limit, a lower bound above it.', simpleResolvers: true })
export class ResultCount {
  @Field(() => Int, { description: 'Number of matching items.' }) value!: number;
  @Field(() => Boolean, { description: 'False when counting stopped at the limit: render as `10,000+`.' }) isExact!: boolean;
}

@InputType({ description: 'Half-open time interval `[from, to)`.' })
export class TimeRangeInput {
  @Field(() => DateTime, { description: 'Inclusive start.' }) from!: number;
  @Field(() => DateTime, { nullable: true, description: 'Exclusive end; now when omitted.' }) to?: number | null;
}

@InputType({ description: 'Integer interval, both ends inclusive; an omitted end is open.' })
export class IntRangeInput {
  @Field(() => Int, { nullable: true, description: 'Smallest value.' }) min?: number | null;
  @Field(() => Int, { nullable: true, description: 'Largest value.' }) max?: number | null;
}

@ObjectType({ description: 'A half-open time interval.', simpleResolvers: true })
export class TimeRange {
  @Field(() => DateTime, { description: 'Inclusive start.' }) from!: number;
  @Field(() => DateTime, { description: 'Exclusive end.' }) to!: number;
}

/** Arguments of every connection. */
@ArgsType()
export class PageArgs {
  @Field(() => Int, { nullable: true, description: 'Page size from the start.' }) first?: number | null;
  @Field(() => Cursor, { nullable: true, description: 'Start after.' }) after?: string | null;
  @Field(() => Int, { nullable: true, description: 'Page size from the end.' }) last?: number | null;
  @Field(() => Cursor, { nullable: true, description: 'End before.' }) before?: string | null;
}

/** Base of an edge type: `class WebhookEdge extends EdgeOf(() => Webhook) {}`. */
export function EdgeOf<Node extends object>(node: () => ClassType<Node>) {
  @ObjectType({ simpleResolvers: true })
  abstract class Edge {
    @Field(() => Cursor, { description: 'Position.' }) cursor!: string;
    @Field(node, { description: 'Item.' }) node!: Node;
  }
  return Edge;
}

/** Base of a connection type, which adds its own count. */
export function ConnectionOf<Node extends object, Edge extends object>(node: () => ClassType<Node>, edge: () => ClassType<Edge>) {
  @ObjectType({ simpleResolvers: true })
  abstract class Connection {
    @Field(() => [edge()], { description: 'Edges.' }) edges!: Edge[];
    @Field(() => [node()], { description: 'Shortcut to `edges.node`.' }) nodes!: Node[];
    @Field(() => PageInfo, { description: 'Page information.' }) pageInfo!: PageInfo;
  }
  return Connection;
}

/** A connection as resolvers return it: what costs a query is a function, which GraphQL calls only when the field is asked for. */
export interface ConnectionValue<Row> {
  edges: () => { cursor: string; node: Row }[];
  nodes: readonly Row[];
  pageInfo: { hasNextPage: () => Promise<boolean>; hasPreviousPage: () => Promise<boolean>; startCursor: string | null; endCursor: string | null };
  count: () => Promise<RowCount>;
}

/** Reads the page that the arguments of a connection ask for. */
export function readConnection<Row extends ObjectLiteral>(query: SelectQueryBuilder<Row>, order: PageOrder<Row>, args: PageArgs): Promise<ConnectionValue<Row>> {
  return connect(args, { read: (request) => Page.read(query, order, request), count: () => countUpTo(query) });
}

/** The same for each of some parents, read together; of orders by id alone. */
export function readNestedConnection<Row extends ObjectLiteral>(query: SelectQueryBuilder<Row>, order: PageOrder<Row>, args: PageArgs, reads: Reads): Promise<ConnectionValue<Row>> {
  return readLongConnection({ query, span: null, hay: null, reads }, order, args);
}

/** The same of a long list, of which a page may be short. */
export function readLongConnection<Row extends ObjectLiteral>(listed: Listed<Row>, order: PageOrder<Row>, args: PageArgs): Promise<ConnectionValue<Row>> {
  return connect(args, { read: (request) => readListed(listed, order, request), count: () => countListed(listed) });
}

/** The same of rows that pass a sieve. */
export function readSiftedConnection<Row extends ObjectLiteral>(sifted: Sifted<Row>, order: PageOrder<Row>, args: PageArgs): Promise<ConnectionValue<Row>> {
  return connect(args, { read: (request) => readSifted(sifted, order, request), count: () => countSifted(sifted, order) });
}

interface Reading<Row> { read: (request: PageRequest) => Promise<Connected<Row>>; count: () => Promise<RowCount> }

async function connect<Row extends ObjectLiteral>(args: PageArgs, { read, count }: Reading<Row>): Promise<ConnectionValue<Row>> {
  const request = pageRequest(args);
  const page = await orBadInput(() => read(request));
  return {
    edges: () => page.rows.map((node) => ({ cursor: page.cursorOf(node), node })),
    nodes: page.rows,
    pageInfo: {
      hasNextPage: () => page.hasNext(),
      hasPreviousPage: () => page.hasPrevious(),
      startCursor: page.startCursor,
      endCursor: page.endCursor,
    },
    count: async () => page.count ?? orBadInput(count),
  };
}

/** Refusals of what was asked for are the caller's to know. */
export async function orBadInput<Result>(read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof BadCursorError || error instanceof TooManyToSortError) throw badUserInput(error.message);
    throw error instanceof ContainmentError ? badUserInput(`\`payloadContains\`: ${error.message}`) : error;
  }
}

/** Checks the arguments of a connection; exported for lists that are not read from the database. */
export function pageRequest({ first, after, last, before }: PageArgs): PageRequest {
  if ((first == null) === (last == null)) throw badUserInput('Give exactly one of `first` and `last`.');
  const isBackward = last != null;
  if (isBackward ? after != null : before != null) throw badUserInput('`after` goes with `first`, and `before` with `last`.');
  const size = isBackward ? last : first!;
  if (size < 1 || size > MAX_PAGE_SIZE) {
    throw badUserInput(`\`${isBackward ? 'last' : 'first'}\` must be between 1 and ${MAX_PAGE_SIZE}; it is ${size}.`);
  }
  return { size, isBackward, cursor: (isBackward ? before : after) ?? null };
}

/** Longest list and longest text of a filter: more is a mistake, or an attempt to make the database sweat. */
const MAX_FILTER_VALUES = 100;
const MAX_FILTER_TEXT_LENGTH = 200;

/** The filter as it was given, or an empty one; refused when it is too large or has texts that databases read differently. */
export function checkFilter<Filter extends object>(filter: Filter | null | undefined): Partial<Filter> {
  for (const [name, value] of Object.entries(filter ?? {})) {
    if (Array.isArray(value) && value.length > MAX_FILTER_VALUES) throw badUserInput(`\`${name}\` may have at most ${MAX_FILTER_VALUES} values.`);
    for (const each of Array.isArray(value) ? value : [value]) checkFilterText(name, each);
  }
  return filter ?? {};
}

function checkFilterText(name: string, value: unknown): void {
  if (typeof value !== 'string') return;
  if (value.length > MAX_FILTER_TEXT_LENGTH) throw badUserInput(`\`${name}\` may have at most ${MAX_FILTER_TEXT_LENGTH} characters.`);
  // SQLite ends a pattern at a NUL: what is left of it would match everything.
  if (/\p{Cc}/u.test(value)) throw badUserInput(`\`${name}\` must not contain control characters.`);
}

export function badUserInput(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
}
