import { graphql, type ResultOf } from '../../graphql.ts';

export const EventsQuery = graphql(`
  query Events($first: Int, $after: Cursor, $last: Int, $before: Cursor, $filter: WebhookEventFilter) {
    webhookEvents(first: $first, after: $after, last: $last, before: $before, filter: $filter) {
      nodes {
        id
        resourceId
        occurredAt
        isTest
        type { code }
        environment { key }
        source {
          __typename
          ... on Member { name }
          ... on ApiKey { name }
          ... on SystemActor { component }
        }
        deliverySummary { total succeeded pending failed cancelled }
      }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      count { value isExact }
    }
  }
`);

/** A row of the page: one event. */
export type ListedEvent = ResultOf<typeof EventsQuery>['webhookEvents']['nodes'][number];
export type DeliverySummary = ListedEvent['deliverySummary'];

/** What has changed since the page was read: newer events, and what became of those that are shown. */
export const EventNewsQuery = graphql(`
  query EventNews($filter: WebhookEventFilter, $ids: [ID!]!, $hasNewest: Boolean!) {
    newest: webhookEvents(first: 25, filter: $filter) @include(if: $hasNewest) { nodes { id } }
    shown: nodes(ids: $ids) {
      __typename
      ... on WebhookEvent {
        id
        deliverySummary { total succeeded pending failed cancelled }
      }
    }
  }
`);

/** Says that attempts were made; a heartbeat without any comes at least every 15 s. */
export const EventTicksSubscription = graphql(`
  subscription EventTicks($minIntervalMs: Int!, $filter: DeliveryAttemptFilter) {
    deliveryAttempts(minIntervalMs: $minIntervalMs, filter: $filter) {
      attempts { id }
    }
  }
`);

/** What the filters offer, and the webhooks to ask about. */
export const EventChoicesQuery = graphql(`
  query EventChoices {
    eventTypeGroups(includeDeprecated: true) { key name eventTypes { code } }
    webhooks(first: 100) { nodes { id name environment { key } } }
  }
`);

export type WebhookChoice = ResultOf<typeof EventChoicesQuery>['webhooks']['nodes'][number];

/** One event with its payload and what became of it everywhere. */
export const EventQuery = graphql(`
  query WebhookEvent($id: ID!) {
    webhookEvent(id: $id) {
      id
      resourceId
      occurredAt
      publishedAt
      isTest
      schemaVersion
      idempotencyKey
      traceparent
      payload
      payloadUnavailableReason
      type { code }
      environment { key }
      source {
        __typename
        ... on Member { name }
        ... on ApiKey { name }
        ... on SystemActor { component }
      }
      deliverySummary { total succeeded pending failed cancelled }
      deliveries(first: 100) {
        nodes {
          id
          status
          trigger
          createdAt
          attemptCount
          webhookName
          webhook { id }
          lastAttempt { statusCode failure { code message } }
        }
      }
    }
  }
`);

export type ShownEvent = NonNullable<ResultOf<typeof EventQuery>['webhookEvent']>;
export type EventDelivery = ShownEvent['deliveries']['nodes'][number];

/** Why a webhook got an event or did not, and what it is like now. */
export const EventRoutingQuery = graphql(`
  query EventRouting($eventId: ID!, $webhookId: ID!) {
    webhookEvent(id: $eventId) {
      id
      routing(webhookId: $webhookId) {
        isMatch
        summary
        rules { name passed detail }
      }
    }
    webhook(id: $webhookId) {
      id
      name
      url
      status
      deletedAt
      environment { key }
      eventTypes { code }
    }
  }
`);

type RoutingAnswer = ResultOf<typeof EventRoutingQuery>;
export type Routing = NonNullable<RoutingAnswer['webhookEvent']>['routing'];
export type AskedWebhook = NonNullable<RoutingAnswer['webhook']>;

/** What can be published as a sample. */
export const PublishTypesQuery = graphql(`
  query PublishTypes {
    eventTypeGroups { key eventTypes { code examples { payload } } }
  }
`);

export const PublishMutation = graphql(`
  mutation PublishSample($input: EventPublishInput!) {
    eventPublish(input: $input) {
      event { id }
      userErrors { message }
    }
  }
`);
