import { GraphQLObjectType, GraphQLSchema, graphql, isCompositeType, getNamedType, type GraphQLError, type GraphQLField } from 'graphql';
import type { Viewer } from '../../server/auth/viewer.ts';
import { HOUR_MS } from '../../server/domain/time.ts';
import { thingsOf } from '../../server/graphql/field-rules.ts';
import { NOON } from '../support/factories.ts';
import type { AccountWorld } from './account-world.ts';
import type { ApiBench } from './api-bench.ts';
import { filledArguments, idPaths, operationFor, rootFields } from './schema-walk.ts';

/** A field of an object type other than Query, Mutation and Subscription. */
export interface Thing { readonly name: string; readonly type: GraphQLObjectType; readonly field: GraphQLField<unknown, unknown> }

export function thingFields(schema: GraphQLSchema): Thing[] {
  return thingsOf(schema).flatMap((type) => Object.values(type.getFields()).map((field) => ({ name: `${type.name}.${field.name}`, type, field })));
}

const RANGE = { 'range.from': new Date(NOON - 100 * HOUR_MS).toISOString(), 'range.to': new Date(NOON).toISOString() };

/** Puts objects that were once found before callers who came to them by no way, so that only the rules of their fields are between. */
export class FieldProbe {
  readonly #api: ApiBench;
  readonly #world: AccountWorld;
  /** What an object of each type is made from, by type. */
  readonly #sources = new Map<string, unknown>();

  private constructor(api: ApiBench, world: AccountWorld) {
    this.#api = api;
    this.#world = world;
  }

  /** Finds an object of each type by asking every query with every id of a world, and then what was found for what is within it. */
  static async open(api: ApiBench, world: AccountWorld): Promise<FieldProbe> {
    const probe = new FieldProbe(api, world);
    probe.#watch();
    for (const root of rootFields(api.schema).filter(({ kind }) => kind === 'query')) {
      const fillings = [{}, ...idPaths(root).flatMap((path) => Object.values(world.ids).map((id) => ({ at: { path, id } })))];
      for (const filling of fillings) {
        const { source, variables } = operationFor(root, { ...filling, values: RANGE });
        await api.ask(world.viewer, source, variables);
      }
    }
    await probe.#look();
    return probe;
  }

  get found(): ReadonlySet<string> {
    return new Set(this.#sources.keys());
  }

  /** Each field that was asked for, with what kept the caller from it; `null` when nothing did. */
  async ask(viewer: Viewer | null, fields: readonly Thing[]): Promise<Map<string, GraphQLError | null>> {
    const asked = fields.filter(({ type }) => this.#sources.has(type.name));
    const { source, variables } = documentFor(asked, this.#world);
    const { errors = [] } = await graphql({ schema: this.#schemaOf(asked), source, variableValues: variables, contextValue: this.#api.context(viewer) });
    const byAlias = new Map(errors.map((error) => [String(error.path?.[0]), error]));
    if (byAlias.has('undefined')) throw errors[0]!;
    return new Map(asked.map(({ name }, index) => [name, byAlias.get(`f${index}`) ?? null]));
  }

  #watch(): void {
    for (const type of thingsOf(this.#api.schema)) {
      type.isTypeOf = (value) => {
        const isOwn = (value as { isOwn?: true }).isOwn;
        if (!isOwn && !this.#sources.has(type.name)) this.#sources.set(type.name, value);
        return true;
      };
    }
  }

  async #look(): Promise<void> {
    const before = this.#sources.size;
    await this.ask(this.#world.viewer, thingFields(this.#api.schema));
    if (this.#sources.size > before) await this.#look();
  }

  /** A schema in which Query leads to the objects, and everything else is as it is. */
  #schemaOf(asked: readonly Thing[]): GraphQLSchema {
    const fields = Object.fromEntries(asked.map(({ type }) => [type.name, { type, resolve: () => this.#sources.get(type.name) }]));
    return new GraphQLSchema({ query: new GraphQLObjectType({ name: 'Query', fields }), types: Object.values(this.#api.schema.getTypeMap()).filter((type) => !type.name.startsWith('__') && !['Query', 'Mutation', 'Subscription'].includes(type.name)) });
  }
}

/** One document that asks for each field on its own, so that none is left out because another fails. */
function documentFor(asked: readonly Thing[], { ids }: AccountWorld) {
  const declared: string[] = [];
  const variables: Record<string, unknown> = {};
  const lines = asked.map(({ type, field }, index) => {
    const passed = filledArguments(field, { values: { ...RANGE, webhookId: ids.wh } }).map(([{ name, type: argumentType }, value]) => {
      declared.push(`$${name}${index}: ${String(argumentType)}`);
      variables[`${name}${index}`] = value;
      return `${name}: $${name}${index}`;
    });
    const selection = isCompositeType(getNamedType(field.type)) ? ' { __typename }' : '';
    return `f${index}: ${type.name} { ${field.name}${passed.length > 0 ? `(${passed.join(', ')})` : ''}${selection} }`;
  });
  return { source: `query${declared.length > 0 ? `(${declared.join(', ')})` : ''} { ${lines.join('\n')} }`, variables };
}
