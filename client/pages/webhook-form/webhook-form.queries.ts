import { graphql, type ResultOf } from '../../graphql.ts';

export const RetryPolicyParts = graphql(`
  fragment RetryPolicyParts on RetryPolicy {
    kind
    maxAttempts
    initialDelay
    multiplier
    maxDelay
    delays
    jitter
    respectRetryAfter
    nonRetryableStatusCodes
  }
`);

/** A retry policy as the API gives it. */
export type StoredRetryPolicy = ResultOf<typeof RetryPolicyParts>;

/** What holds for webhooks that choose nothing themselves. */
export const AccountDefaultsQuery = graphql(`
  query AccountDefaults {
    webhookSettings {
      defaultRetryPolicy { ...RetryPolicyParts }
      defaultTimeout
      secretOverlap
    }
  }
`, [RetryPolicyParts]);

const EditedParts = graphql(`
  fragment EditedWebhook on Webhook {
    id
    name
    description
    url
    environment { key }
    status
    eventPatterns
    payloadFormat
    customHeaders { name value isSecret }
    signingSecrets { id hint state createdAt expiresAt }
    retryPolicy { ...RetryPolicyParts }
    timeout
    maxConcurrency
    maxRequestsPerSecond
    ordering
    signatureSchemes
    contentFilter
    version
    viewerCanUpdate
    viewerCanRevealSecret
  }
`, [RetryPolicyParts]);

export const EditedWebhookQuery = graphql(`
  query EditedWebhook($id: ID!) {
    webhook(id: $id) { ...EditedWebhook }
  }
`, [EditedParts]);

export type EditedWebhook = NonNullable<ResultOf<typeof EditedWebhookQuery>['webhook']>;

/** The catalogue for the picker and the preview. */
export const CatalogueQuery = graphql(`
  query Catalogue {
    eventTypeGroups {
      key
      name
      description
      eventTypes { code name description isCustom schemaVersion examples { key title payload } }
    }
  }
`);

export type CatalogueGroup = ResultOf<typeof CatalogueQuery>['eventTypeGroups'][number];
export type CatalogueType = CatalogueGroup['eventTypes'][number];

export const WebhookCreateMutation = graphql(`
  mutation WebhookCreate($input: WebhookCreateInput!) {
    webhookCreate(input: $input) {
      webhook { id name url }
      signingSecret
      userErrors { code message path }
    }
  }
`);

export const WebhookUpdateMutation = graphql(`
  mutation WebhookUpdate($input: WebhookUpdateInput!) {
    webhookUpdate(input: $input) {
      webhook { ...EditedWebhook }
      userErrors { code message path }
    }
  }
`, [EditedParts]);

export const SecretRevealMutation = graphql(`
  mutation WebhookSecretReveal($input: WebhookSecretRevealInput!) {
    webhookSecretReveal(input: $input) {
      signingSecret
      userErrors { code message }
    }
  }
`);

export const ReauthenticateMutation = graphql(`
  mutation Reauthenticate($input: ReauthenticateInput!) {
    reauthenticate(input: $input) {
      reauthenticatedUntil
      userErrors { message }
    }
  }
`);

export const SecretRotateMutation = graphql(`
  mutation WebhookSecretRotate($input: WebhookSecretRotateInput!) {
    webhookSecretRotate(input: $input) {
      signingSecret
      previousSecretExpiresAt
      webhook { ...EditedWebhook }
      userErrors { message }
    }
  }
`, [EditedParts]);

/** What a policy would do, from the very code that plans retries. */
export const RetrySchedulePreviewQuery = graphql(`
  query RetrySchedulePreview($policy: RetryPolicyInput!) {
    retrySchedulePreview(policy: $policy) {
      steps { attempt delay earliestDelay latestDelay offset }
      warnings
    }
  }
`);

export const UrlCheckMutation = graphql(`
  mutation WebhookUrlCheck($input: WebhookUrlCheckInput!) {
    webhookUrlCheck(input: $input) {
      check {
        isReachable
        steps { name passed detail durationMs }
        certificateExpiresAt
      }
      userErrors { message }
    }
  }
`);

export type UrlCheck = NonNullable<ResultOf<typeof UrlCheckMutation>['webhookUrlCheck']['check']>;

/** Events to try a content filter on. */
export const RecentEventsQuery = graphql(`
  query RecentEvents($filter: WebhookEventFilter) {
    webhookEvents(first: 5, filter: $filter) {
      nodes { id resourceId publishedAt type { code } }
    }
  }
`);

export const ContentFilterPreviewQuery = graphql(`
  query ContentFilterPreview($input: ContentFilterPreviewInput!) {
    contentFilterPreview(input: $input) {
      isMatch
      failure
      userErrors { message }
    }
  }
`);

/** The very request that a saved webhook would send of a type. */
export const DeliveryPreviewQuery = graphql(`
  query DeliveryPreview($input: DeliveryPreviewInput!) {
    deliveryPreview(input: $input) {
      request {
        url
        headers { name value isMasked }
        body
        bodySize
        curl
      }
      userErrors { message }
    }
  }
`);

export type PreviewedRequest = NonNullable<ResultOf<typeof DeliveryPreviewQuery>['deliveryPreview']['request']>;
