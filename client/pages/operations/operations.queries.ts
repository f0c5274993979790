import { graphql, type ResultOf, type VariablesOf } from '../../graphql.ts';

export const BulkEstimateQuery = graphql(`
  query BulkEstimate($kind: BulkOperationKind!, $scope: DeliveryScopeInput!) {
    bulkEstimate(kind: $kind, scope: $scope) {
      deliveries { value isExact }
      webhooks { id name environment { key isProtected } }
      estimatedDuration
      warnings
      token
    }
  }
`);

export type BulkEstimate = ResultOf<typeof BulkEstimateQuery>['bulkEstimate'];
export type BulkScope = VariablesOf<typeof BulkEstimateQuery>['scope'];
export type BulkKind = VariablesOf<typeof BulkEstimateQuery>['kind'];

export const DeliveriesReplayMutation = graphql(`
  mutation DeliveriesReplay($input: DeliveriesReplayInput!) {
    deliveriesReplay(input: $input) {
      bulkOperation { id }
      userErrors { message }
    }
  }
`);

export const DeliveriesCancelMutation = graphql(`
  mutation DeliveriesCancel($input: DeliveriesCancelInput!) {
    deliveriesCancel(input: $input) {
      bulkOperation { id }
      userErrors { message }
    }
  }
`);

/** Webhooks that a replay can be sent to instead. */
export const ReplayTargetsQuery = graphql(`
  query ReplayTargets {
    webhooks(first: 100, filter: { statuses: [ACTIVE] }) { nodes { id name environment { key } } }
  }
`);

const OperationParts = graphql(`
  fragment OperationParts on BulkOperation {
    id
    kind
    status
    totalCount
    processedCount
    succeededCount
    failedCount
    scopeDescription
    createdAt
    createdBy {
      __typename
      ... on Member { name }
      ... on ApiKey { name }
      ... on SystemActor { component }
    }
    completedAt
    failureMessage
  }
`);

export const OperationsQuery = graphql(`
  query Operations($first: Int, $after: Cursor, $last: Int, $before: Cursor) {
    bulkOperations(first: $first, after: $after, last: $last, before: $before) {
      nodes { ...OperationParts }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      totalCount
    }
  }
`, [OperationParts]);

export type Operation = ResultOf<typeof OperationsQuery>['bulkOperations']['nodes'][number];

export const OperationQuery = graphql(`
  query Operation($id: ID!) {
    node(id: $id) {
      __typename
      ...OperationParts
    }
  }
`, [OperationParts]);

/** Progress of an operation from what it is now until it has ended. */
export const OperationSubscription = graphql(`
  subscription OperationProgress($id: ID!) {
    bulkOperation(id: $id) { ...OperationParts }
  }
`, [OperationParts]);

/** Deliveries that a replay made. */
export const OperationDeliveriesQuery = graphql(`
  query OperationDeliveries($id: ID!, $first: Int, $after: Cursor, $last: Int, $before: Cursor) {
    node(id: $id) {
      __typename
      ... on BulkOperation {
        id
        deliveries(first: $first, after: $after, last: $last, before: $before) {
          nodes {
            id
            status
            createdAt
            attemptCount
            webhookName
            environment { key }
            event { resourceId type { code } }
            lastAttempt { statusCode failure { code } }
          }
          pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
          count { value isExact }
        }
      }
    }
  }
`);

type OperationDeliveriesNode = Extract<NonNullable<ResultOf<typeof OperationDeliveriesQuery>['node']>, { __typename: 'BulkOperation' }>;
export type OperationDelivery = OperationDeliveriesNode['deliveries']['nodes'][number];

export const OperationStopMutation = graphql(`
  mutation BulkOperationCancel($input: BulkOperationCancelInput!) {
    bulkOperationCancel(input: $input) {
      bulkOperation { ...OperationParts }
      userErrors { message }
    }
  }
`, [OperationParts]);

/** Where the file of an export is, for a short time. */
export const ExportDownloadQuery = graphql(`
  query ExportDownload($id: ID!) {
    node(id: $id) {
      __typename
      ... on BulkOperation { id downloadUrl }
    }
  }
`);
