import { graphql, type ResultOf } from '../../graphql.ts';

/** The whole catalogue; subscribers are counted in one environment, or in all. */
export const CatalogueListQuery = graphql(`
  query CatalogueList($environment: EnvironmentKey, $range: TimeRangeInput!) {
    eventTypeGroups(includeDeprecated: true) {
      key
      name
      description
      eventTypes {
        code
        name
        description
        isCustom
        deprecation { sunsetAt }
        subscriberCount(environment: $environment)
        volume(environment: $environment, range: $range) { start count }
      }
    }
  }
`);

/** The codes that can be chosen from, without what the catalogue's page counts. */
export const TypeCodesQuery = graphql(`
  query TypeCodes {
    eventTypeGroups(includeDeprecated: true) { key eventTypes { code deprecation { sunsetAt } } }
  }
`);

export type ListedGroup = ResultOf<typeof CatalogueListQuery>['eventTypeGroups'][number];
export type ListedType = ListedGroup['eventTypes'][number];

const TypeParts = graphql(`
  fragment CatalogueType on EventType {
    id
    code
    name
    description
    group { key name }
    schemaVersion
    payloadSchema
    bodySchema
    examples { key title payload }
    isCustom
    deprecation { reason sunsetAt replacement { code } }
  }
`);

export const EventTypeQuery = graphql(`
  query EventType($code: EventTypeCode!) {
    eventType(code: $code) { ...CatalogueType }
  }
`, [TypeParts]);

export type ShownType = NonNullable<ResultOf<typeof EventTypeQuery>['eventType']>;

/** How many events of a type were published. */
export const EventVolumeQuery = graphql(`
  query EventVolume($code: EventTypeCode!, $range: TimeRangeInput!, $environment: EnvironmentKey) {
    eventType(code: $code) { id volume(range: $range, environment: $environment) { start count } }
  }
`);

/** What was done to a type, newest first. */
export const TypeHistoryQuery = graphql(`
  query TypeHistory($id: ID!) {
    auditLog(first: 100, filter: { targetIds: [$id] }) {
      nodes { id at actorName changes { field before after } }
    }
  }
`);

/** Webhooks that ask for a type. */
export const SubscribersQuery = graphql(`
  query Subscribers($filter: WebhookFilter) {
    webhooks(first: 100, filter: $filter) {
      nodes { id name status environment { key } }
      totalCount
    }
  }
`);

/** Webhooks that a sample can be sent to. */
export const SampleTargetsQuery = graphql(`
  query SampleTargets {
    webhooks(first: 100) { nodes { id name url status environment { key isProtected } } }
  }
`);

export type SampleTarget = ResultOf<typeof SampleTargetsQuery>['webhooks']['nodes'][number];

/** The very request that a sample would be. */
export const SamplePreviewQuery = graphql(`
  query SamplePreview($input: DeliveryPreviewInput!) {
    deliveryPreview(input: $input) {
      request { method url body bodySize }
      userErrors { message }
    }
  }
`);

export const SampleSendMutation = graphql(`
  mutation WebhookSampleSend($input: WebhookSampleSendInput!) {
    webhookSampleSend(input: $input) {
      delivery { id }
      userErrors { message }
    }
  }
`);

const ErrorParts = graphql(`
  fragment TypeErrors on UserError {
    __typename
    message
    path
    ... on PayloadSchemaError { violations { instancePointer message } }
  }
`);

export const EventTypeCreateMutation = graphql(`
  mutation EventTypeCreate($input: EventTypeCreateInput!) {
    eventTypeCreate(input: $input) {
      eventType { ...CatalogueType }
      userErrors { ...TypeErrors }
    }
  }
`, [TypeParts, ErrorParts]);

export const EventTypeUpdateMutation = graphql(`
  mutation EventTypeUpdate($input: EventTypeUpdateInput!) {
    eventTypeUpdate(input: $input) {
      eventType { ...CatalogueType }
      userErrors { ...TypeErrors }
    }
  }
`, [TypeParts, ErrorParts]);

export const EventTypeDeprecateMutation = graphql(`
  mutation EventTypeDeprecate($input: EventTypeDeprecateInput!) {
    eventTypeDeprecate(input: $input) {
      eventType { ...CatalogueType }
      userErrors { message path }
    }
  }
`, [TypeParts]);
