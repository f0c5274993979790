import { graphql, type ResultOf } from '../../graphql.ts';

export const DeliveryAttemptsQuery = graphql(`
  query DeliveryAttempts($first: Int, $after: Cursor, $last: Int, $before: Cursor, $filter: DeliveryAttemptFilter, $orderBy: DeliveryAttemptOrder) {
    deliveryAttempts(first: $first, after: $after, last: $last, before: $before, filter: $filter, orderBy: $orderBy) {
      nodes {
        id
        number
        kind
        status
        statusCode
        durationMs
        startedAt
        failure { code message }
        delivery {
          id
          status
          attemptCount
          maxAttempts
          nextAttemptAt
          revision
          webhookName
          url
          environment { key }
          webhook { id }
          event { id resourceId type { code } }
        }
      }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      count { value isExact }
      streamCursor
    }
  }
`);

/** A row of the page: one attempt. */
export type ListedAttempt = ResultOf<typeof DeliveryAttemptsQuery>['deliveryAttempts']['nodes'][number];

/** The page with one row for each delivery: its newest attempts stand side by side in the row. */
export const GroupedDeliveriesQuery = graphql(`
  query GroupedDeliveries($first: Int, $after: Cursor, $last: Int, $before: Cursor, $filter: DeliveryFilter, $orderBy: DeliveryOrder) {
    deliveries(first: $first, after: $after, last: $last, before: $before, filter: $filter, orderBy: $orderBy) {
      nodes {
        id
        status
        attemptCount
        maxAttempts
        nextAttemptAt
        createdAt
        completedAt
        revision
        webhookName
        url
        environment { key }
        event { id resourceId type { code } }
        attempts(last: 8) { nodes { id number status statusCode failure { code message } } }
      }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      count { value isExact }
    }
    deliveryAttempts(first: 1) { streamCursor }
  }
`);

/** A row of the grouped page. */
export type GroupedDelivery = ResultOf<typeof GroupedDeliveriesQuery>['deliveries']['nodes'][number];
export type GroupedAttempt = GroupedDelivery['attempts']['nodes'][number];

/** Attempts that ended since the page was read, and how their deliveries stand now. */
export const NewAttemptsSubscription = graphql(`
  subscription NewAttempts($after: Cursor, $filter: DeliveryAttemptFilter) {
    deliveryAttempts(after: $after, filter: $filter, minIntervalMs: 500) {
      cursor
      attempts {
        id
        number
        kind
        status
        statusCode
        durationMs
        startedAt
        failure { code message }
        delivery { id status attemptCount nextAttemptAt completedAt revision }
      }
      gap { count }
    }
  }
`);

export type NewAttempt = ResultOf<typeof NewAttemptsSubscription>['deliveryAttempts']['attempts'][number];

/** How many deliveries stand behind the attempts that match. */
export const MatchingDeliveriesQuery = graphql(`
  query MatchingDeliveries($filter: DeliveryFilter) {
    deliveries(first: 1, filter: $filter) {
      count { value isExact }
    }
  }
`);

/** What the filters offer. */
export const FilterChoicesQuery = graphql(`
  query DeliveryFilterChoices {
    webhooks(first: 100) { nodes { id name } }
    eventTypeGroups { key name eventTypes { code } }
  }
`);

export const DeliveryRetryMutation = graphql(`
  mutation DeliveryRetry($input: DeliveryRetryInput!) {
    deliveryRetry(input: $input) {
      delivery { id status }
      userErrors { message }
    }
  }
`);

export const DeliveryCancelMutation = graphql(`
  mutation DeliveryCancel($input: DeliveryCancelInput!) {
    deliveryCancel(input: $input) {
      delivery { id status }
      userErrors { message }
    }
  }
`);

/** Begins a file with all attempts that match. */
export const AttemptsExportMutation = graphql(`
  mutation DeliveryAttemptsExport($input: DeliveryAttemptsExportInput!) {
    deliveryAttemptsExport(input: $input) {
      bulkOperation { id }
      userErrors { message }
    }
  }
`);
