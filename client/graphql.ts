import { initGraphQLTada } from 'gql.tada';
import type { introspection } from './graphql-env.d.ts';

/**
 * Makes a typed GraphQL document: the types of its result and variables follow from `schema/schema.graphql`.
 * After a change of the schema run `npx gql.tada generate-output -c client/tsconfig.json`.
 */
export const graphql = initGraphQLTada<{
  introspection: introspection;
  disableMasking: true;
  scalars: {
    DateTime: string;
    Duration: string;
    URI: string;
    JSON: unknown;
    EventTypeCode: string;
    EventTypePattern: string;
    Cursor: string;
    UInt64: string;
  };
}>();

export type { ResultOf, VariablesOf } from 'gql.tada';

type Named = introspection['types'];

/** The values of an enum of the schema, e.g. `SchemaEnum<'AttemptStatus'>`. */
export type SchemaEnum<Name extends keyof Named> = Named[Name] extends { enumValues: infer Values } ? Values : never;
