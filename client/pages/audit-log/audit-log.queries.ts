import { graphql, type ResultOf, type VariablesOf } from '../../graphql.ts';

export const AuditLogQuery = graphql(`
  query AuditLog($first: Int, $after: Cursor, $last: Int, $before: Cursor, $filter: AuditFilter) {
    auditLog(first: $first, after: $after, last: $last, before: $before, filter: $filter) {
      nodes {
        id
        action
        at
        actor {
          __typename
          ... on Member { id }
          ... on ApiKey { id }
          ... on SystemActor { component }
        }
        actorName
        ipAddress
        userAgent
        requestId
        target { __typename id }
        targetName
        changes { field before after isRedacted }
      }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      count { value isExact }
    }
  }
`);

export type AuditEntry = ResultOf<typeof AuditLogQuery>['auditLog']['nodes'][number];
export type AuditChange = AuditEntry['changes'][number];
export type AuditFilter = NonNullable<VariablesOf<typeof AuditLogQuery>['filter']>;

/** Who can be chosen in the filter. */
export const AuditActorsQuery = graphql(`
  query AuditActors {
    members(first: 100) { nodes { id name } }
    apiKeys(first: 100) { nodes { id name } }
  }
`);
