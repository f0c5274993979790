import { graphql, type ResultOf, type VariablesOf } from '../../graphql.ts';
import { RetryPolicyParts } from '../webhook-form/webhook-form.queries.ts';

const SettingsParts = graphql(`
  fragment SettingsParts on WebhookSettings {
    defaultRetryPolicy { ...RetryPolicyParts }
    retryPolicyPresets { key name description policy { ...RetryPolicyParts } }
    defaultTimeout
    retention
    bodyRetention
    autoDisableAfter
    secretOverlap
    alerts { failureRateThreshold onAutoDisable recipients isEmailAvailable }
    sourceAddresses
    version
    updatedAt
    updatedBy {
      __typename
      ... on Member { name }
      ... on ApiKey { name }
    }
  }
`, [RetryPolicyParts]);

export const WebhookSettingsQuery = graphql(`
  query WebhookSettings {
    webhookSettings { ...SettingsParts }
  }
`, [SettingsParts]);

export type WebhookSettings = ResultOf<typeof WebhookSettingsQuery>['webhookSettings'];

export const WebhookSettingsUpdateMutation = graphql(`
  mutation WebhookSettingsUpdate($input: WebhookSettingsUpdateInput!) {
    webhookSettingsUpdate(input: $input) {
      settings { ...SettingsParts }
      userErrors { code message path }
    }
  }
`, [SettingsParts]);

export type SettingsInput = VariablesOf<typeof WebhookSettingsUpdateMutation>['input'];
