import type { GraphQLField, GraphQLSchema } from 'graphql';

interface ApiPageFacts {
  schema: GraphQLSchema;
  examples: Readonly<Record<string, { source: string; variables: Record<string, unknown> }>>;
  accessOf(field: GraphQLField<unknown, unknown>): unknown;
}

export function apiPages(facts: ApiPageFacts): Record<string, string>;
