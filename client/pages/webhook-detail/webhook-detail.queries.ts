import { StatsParts } from '../../components/charts/charts.queries.ts';
import { graphql, type ResultOf } from '../../graphql.ts';

export const WebhookStatsQuery = graphql(`
  query WebhookStats($id: ID!, $range: TimeRangeInput!) {
    webhook(id: $id) {
      id
      stats(range: $range) { ...StatsParts }
    }
  }
`, [StatsParts]);

/** What signs the requests of a webhook, and what was done with its secrets. */
export const WebhookSecurityQuery = graphql(`
  query WebhookSecurity($id: ID!) {
    webhook(id: $id) {
      id
      name
      signatureSchemes
      signingSecrets { id hint state createdAt expiresAt lastRevealedAt }
      viewerCanUpdate
      viewerCanRevealSecret
    }
    signingKeys { id state algorithm bits fingerprint publicKeyPem activeFrom }
    auditLog(first: 25, filter: { targetIds: [$id], actions: ["webhook.secret.*"] }) {
      nodes { id action at actorName }
    }
  }
`);

export type SecurityState = ResultOf<typeof WebhookSecurityQuery>;
export type ShownSecret = NonNullable<SecurityState['webhook']>['signingSecrets'][number];

export const SecretExpireMutation = graphql(`
  mutation WebhookSecretExpire($input: WebhookSecretExpireInput!) {
    webhookSecretExpire(input: $input) {
      webhook { id }
      userErrors { message }
    }
  }
`);

export const TestTypesQuery = graphql(`
  query TestTypes {
    eventTypeGroups(includeDeprecated: true) {
      key
      eventTypes { code }
    }
  }
`);

/** One type with all that the editor of a sample needs. */
export const TestTypeQuery = graphql(`
  query TestType($code: EventTypeCode!) {
    eventType(code: $code) {
      code
      description
      isCustom
      payloadSchema
      examples { key title payload }
    }
  }
`);

export const TestHistoryQuery = graphql(`
  query TestHistory($id: ID!) {
    deliveries(first: 10, filter: { webhookIds: [$id], triggers: [TEST] }) {
      nodes {
        id
        status
        createdAt
        event { id payload type { code } }
        lastAttempt { statusCode durationMs failure { code } }
      }
    }
  }
`);

export type PastTest = ResultOf<typeof TestHistoryQuery>['deliveries']['nodes'][number];

export const TestSampleMutation = graphql(`
  mutation TestSample($input: WebhookSampleSendInput!) {
    webhookSampleSend(input: $input) {
      delivery { id }
      userErrors { message path }
    }
  }
`);
