import { graphql } from '../graphql.ts';

export const FoundTypesQuery = graphql(`
  query FoundTypes($search: String!) {
    eventTypeGroups(includeDeprecated: true, search: $search) { eventTypes { code } }
  }
`);
