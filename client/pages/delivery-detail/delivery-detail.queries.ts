import { graphql, type ResultOf } from '../../graphql.ts';

const DeliveryParts = graphql(`
  fragment DeliveryParts on Delivery {
    id
    status
    trigger
    triggeredBy {
      __typename
      ... on Member { name }
      ... on ApiKey { name }
    }
    attemptCount
    maxAttempts
    nextAttemptAt
    plannedAttempts { attempt delay earliestDelay latestDelay }
    createdAt
    completedAt
    revision
    viewerCanReplay
    viewerCanCancel
    webhookName
    url
    environment { key }
    webhook { id }
    replayOf { id }
    event { id resourceId occurredAt publishedAt isTest type { code } }
    attempts(last: 100) {
      nodes { id number kind status statusCode durationMs startedAt failure { code } }
    }
  }
`);

export const DeliveryQuery = graphql(`
  query Delivery($id: ID!) {
    delivery(id: $id) { ...DeliveryParts }
  }
`, [DeliveryParts]);

/** The delivery as it goes on, until it is finished. */
export const DeliverySubscription = graphql(`
  subscription DeliveryProgress($id: ID!) {
    delivery(id: $id) {
      isFinal
      delivery { ...DeliveryParts }
    }
  }
`, [DeliveryParts]);

export type ShownDelivery = NonNullable<ResultOf<typeof DeliveryQuery>['delivery']>;
export type AttemptSummary = ShownDelivery['attempts']['nodes'][number];

/** All that is known about one attempt; it does not change once the attempt has ended. */
export const AttemptQuery = graphql(`
  query DeliveryAttempt($id: ID!) {
    deliveryAttempt(id: $id) {
      id
      number
      kind
      status
      statusCode
      startedAt
      durationMs
      worker
      remoteAddress
      request {
        method
        url
        headers { name value isMasked }
        body
        bodyUnavailableReason
        bodySize
        bodySha256
        curl
      }
      response {
        statusCode
        reason
        httpVersion
        headers { name value isMasked }
        body
        bodyUnavailableReason
        contentType
        bodySize
        isTruncated
      }
      timing { queueMs dnsMs connectMs tlsMs firstByteMs downloadMs }
      failure { code message remedy isRetryable }
      signatures { scheme header value keyId signedPrefix }
    }
  }
`);

export type AttemptRecord = NonNullable<ResultOf<typeof AttemptQuery>['deliveryAttempt']>;
export type HttpHeaders = AttemptRecord['request']['headers'];

/** The other deliveries of the same event. */
export const SiblingsQuery = graphql(`
  query DeliverySiblings($id: ID!) {
    delivery(id: $id) {
      id
      event {
        id
        deliveries(first: 20) {
          nodes { id status webhookName environment { key } lastAttempt { id statusCode failure { code } } }
          pageInfo { hasNextPage }
        }
      }
    }
  }
`);

export type Sibling = NonNullable<ResultOf<typeof SiblingsQuery>['delivery']>['event']['deliveries']['nodes'][number];

/** How a webhook did around a time: all attempts and those that failed. */
export const AroundQuery = graphql(`
  query AttemptsAround($all: DeliveryAttemptFilter!, $failed: DeliveryAttemptFilter!) {
    all: deliveryAttempts(first: 8, filter: $all) {
      nodes { id number status statusCode startedAt durationMs failure { code } delivery { id event { type { code } } } }
      count { value isExact }
    }
    failed: deliveryAttempts(first: 1, filter: $failed) { count { value isExact } }
  }
`);

/** The newest success of a webhook before a time, with which a failure can be compared. */
export const LastSuccessQuery = graphql(`
  query LastSuccess($filter: DeliveryAttemptFilter!) {
    deliveryAttempts(first: 1, filter: $filter) { nodes { id number startedAt delivery { id event { type { code } } } } }
  }
`);

/** What the signature checker may know: hints of the webhook's secrets, and the account's public keys. */
export const CheckerQuery = graphql(`
  query SignatureCheckerFacts($webhookId: ID!) {
    webhook(id: $webhookId) { id signingSecrets { id hint state } }
    signingKeys { id state publicKeyPem }
  }
`);
