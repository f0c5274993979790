import { graphql, type ResultOf } from '../../graphql.ts';

export const WebhooksQuery = graphql(`
  query Webhooks($first: Int, $after: Cursor, $last: Int, $before: Cursor, $filter: WebhookFilter, $countFilter: WebhookFilter, $failingFilter: WebhookFilter, $orderBy: WebhookOrder) {
    webhooks(first: $first, after: $after, last: $last, before: $before, filter: $filter, orderBy: $orderBy) {
      nodes {
        id
        name
        description
        url
        environment { key }
        status
        statusReason
        statusChangedAt
        updatedAt
        eventPatterns
        eventTypes { code }
        eventTypeCount
        health { state summary circuit circuitRetryAt autoDisableAt }
      }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      totalCount
      streamCursor
    }
    counts: webhooks(first: 1, filter: $countFilter) { statusCounts { status count } }
    failing: webhooks(first: 1, filter: $failingFilter) { totalCount }
  }
`);

/** A row of the list. */
export type ListedWebhook = ResultOf<typeof WebhooksQuery>['webhooks']['nodes'][number];

/** The last day of the rows of a page, in one request for all of them. */
export const WebhookTrendsQuery = graphql(`
  query WebhookTrends($ids: [ID!]!, $range: TimeRangeInput!) {
    nodes(ids: $ids) {
      __typename
      ... on Webhook {
        id
        stats(range: $range, granularity: "PT1H") {
          totals { attempts failed attemptSuccessRate p95Ms }
          series { succeeded failed }
        }
        health { lastSuccessAt lastFailureAt }
      }
    }
  }
`);

export type WebhookTrend = Extract<NonNullable<ResultOf<typeof WebhookTrendsQuery>['nodes'][number]>, { __typename: 'Webhook' }>;

/** Codes to filter by. */
export const EventCodesQuery = graphql(`
  query EventCodes {
    eventTypeGroups(includeDeprecated: true) { key eventTypes { code } }
  }
`);

export const WebhooksActivateMutation = graphql(`
  mutation WebhooksActivate($input: WebhooksActivateInput!) {
    webhooksActivate(input: $input) {
      webhooks { id status }
      userErrors { message }
    }
  }
`);

export const WebhooksDeactivateMutation = graphql(`
  mutation WebhooksDeactivate($input: WebhooksDeactivateInput!) {
    webhooksDeactivate(input: $input) {
      webhooks { id status }
      userErrors { message }
    }
  }
`);

export const WebhookDeleteMutation = graphql(`
  mutation WebhookDelete($input: WebhookDeleteInput!) {
    webhookDelete(input: $input) {
      deletedWebhookId
      cancelledDeliveries
      userErrors { message }
    }
  }
`);

export const WebhookRestoreMutation = graphql(`
  mutation WebhookRestore($input: WebhookRestoreInput!) {
    webhookRestore(input: $input) {
      webhook { id status }
      userErrors { message }
    }
  }
`);

export const WebhookTestMutation = graphql(`
  mutation WebhookTest($input: WebhookTestInput!) {
    webhookTest(input: $input) {
      delivery { id }
      userErrors { message }
    }
  }
`);

/** Follows a test until its result. */
export const TestProgressSubscription = graphql(`
  subscription TestProgress($id: ID!) {
    delivery(id: $id) {
      isFinal
      delivery {
        id
        status
        lastAttempt {
          status
          statusCode
          durationMs
          failure { message remedy }
        }
      }
    }
  }
`);

/** Says that webhooks of the list came, changed, went or do otherwise. */
export const WebhookChangesSubscription = graphql(`
  subscription WebhookChanges($after: Cursor, $filter: WebhookFilter) {
    webhookChanges(after: $after, filter: $filter) {
      cursor
      changes { kind webhookId }
      gap { count }
    }
  }
`);

/** Who changed some webhooks, the newest change first. */
export const WebhookEditsQuery = graphql(`
  query WebhookEdits($first: Int, $filter: AuditFilter) {
    auditLog(first: $first, filter: $filter) {
      nodes {
        at
        actorName
        actor { ... on Member { id } ... on ApiKey { id } }
        target { id }
      }
    }
  }
`);

/** Says that attempts were made, so that the health on the page may be out of date. */
export const AttemptTicksSubscription = graphql(`
  subscription AttemptTicks($minIntervalMs: Int!, $filter: DeliveryAttemptFilter) {
    deliveryAttempts(minIntervalMs: $minIntervalMs, filter: $filter) {
      attempts { id }
    }
  }
`);

/** One webhook with all that is known about how it does. */
export const WebhookQuery = graphql(`
  query Webhook($id: ID!) {
    webhook(id: $id) {
      id
      name
      description
      url
      environment { key }
      status
      statusReason
      statusChangedAt
      eventTypeCount
      maxRequestsPerSecond
      contentFilter
      health {
        state
        summary
        attemptCount
        successRate
        consecutiveFailures
        p95Ms
        lastSuccessAt
        lastFailureAt
        circuit
        circuitRetryAt
        autoDisableAt
        backlog
        topFailures { code statusCode count }
      }
      week: health(window: "P7D") { successRate }
    }
    lastFailure: deliveryAttempts(first: 1, filter: { webhookIds: [$id], statuses: [FAILED] }) {
      nodes { id delivery { id } failure { message remedy } }
    }
    recent: deliveries(first: 20, filter: { webhookIds: [$id] }) {
      nodes {
        id
        status
        createdAt
        attemptCount
        event { resourceId type { code } }
        lastAttempt { statusCode failure { code } }
      }
    }
  }
`);

export type ShownWebhook = NonNullable<ResultOf<typeof WebhookQuery>['webhook']>;
export type RecentDelivery = ResultOf<typeof WebhookQuery>['recent']['nodes'][number];
