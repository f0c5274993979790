import { graphql, type ResultOf, type VariablesOf } from '../../graphql.ts';

const LiveAttemptParts = graphql(`
  fragment LiveAttemptParts on DeliveryAttempt {
    id
    number
    status
    statusCode
    durationMs
    startedAt
    failure { code }
    delivery {
      id
      status
      attemptCount
      maxAttempts
      webhookName
      webhook { id }
      environment { key }
      event { type { code } }
    }
  }
`);

export const LiveAttemptsSubscription = graphql(`
  subscription LiveAttempts($after: Cursor, $filter: DeliveryAttemptFilter, $snapshot: Int) {
    deliveryAttempts(after: $after, filter: $filter, snapshot: $snapshot, batchSize: 200, minIntervalMs: 100) {
      cursor
      phase
      serverTime
      gap { count reason }
      attempts { ...LiveAttemptParts }
    }
  }
`, [LiveAttemptParts]);

export type LiveBatch = ResultOf<typeof LiveAttemptsSubscription>['deliveryAttempts'];
export type LiveAttempt = LiveBatch['attempts'][number];
export type LiveFilter = NonNullable<VariablesOf<typeof LiveAttemptsSubscription>['filter']>;

/** What the side panel tells about a chosen attempt. */
export const LiveAttemptQuery = graphql(`
  query LiveAttempt($id: ID!) {
    deliveryAttempt(id: $id) {
      id
      number
      status
      statusCode
      durationMs
      startedAt
      failure { code message remedy }
      timing { queueMs dnsMs connectMs tlsMs firstByteMs downloadMs }
      response { body contentType bodySize isTruncated }
      delivery {
        id
        status
        attemptCount
        maxAttempts
        nextAttemptAt
        webhookName
        url
        environment { key }
        event { id resourceId type { code } }
      }
    }
  }
`);

/** Rates, latency and backlog: the past at once, then a value a second. */
export const LiveStatsSubscription = graphql(`
  subscription LiveStats($environments: [EnvironmentKey!], $history: Int!) {
    deliveryLiveStats(environments: $environments, history: $history) {
      samples { at attemptsPerSecond failuresPerSecond p50Ms p95Ms inFlight dueBacklog scheduledBacklog oldestDueMs }
    }
  }
`);

export type LiveSample = ResultOf<typeof LiveStatsSubscription>['deliveryLiveStats']['samples'][number];

/** A page of what was recorded, for what the stream left out and for a look back. */
export const PastAttemptsQuery = graphql(`
  query PastAttempts($first: Int, $after: Cursor, $last: Int, $before: Cursor, $filter: DeliveryAttemptFilter) {
    deliveryAttempts(first: $first, after: $after, last: $last, before: $before, filter: $filter) {
      nodes { ...LiveAttemptParts }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }
`, [LiveAttemptParts]);

/** When an attempt, or one of a delivery, an event or a resource, was made. */
export const AttemptTimeQuery = graphql(`
  query AttemptTime($search: String!) {
    deliveryAttempts(first: 1, filter: { search: $search }) { nodes { id startedAt } }
  }
`);

/** The webhooks that the lanes are of, and how they are. */
export const LanesQuery = graphql(`
  query Lanes($filter: WebhookFilter) {
    webhooks(first: 100, filter: $filter) {
      nodes {
        id
        name
        status
        environment { key }
        health(window: "PT1H") { state circuit circuitRetryAt backlog }
      }
    }
  }
`);

export type LaneWebhook = ResultOf<typeof LanesQuery>['webhooks']['nodes'][number];
