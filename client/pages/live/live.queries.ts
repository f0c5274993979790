import { graphql, type ResultOf, type VariablesOf } from '../../graphql.ts';

export const LiveAttemptsSubscription = graphql(`
  subscription LiveAttempts($after: Cursor, $filter: DeliveryAttemptFilter, $snapshot: Int) {
    deliveryAttempts(after: $after, filter: $filter, snapshot: $snapshot, batchSize: 200, minIntervalMs: 100) {
      cursor
      phase
      serverTime
      gap { count reason }
      attempts {
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
          environment { key }
          event { type { code } }
        }
      }
    }
  }
`);

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
