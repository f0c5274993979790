import { graphql, type ResultOf } from '../../graphql.ts';

export const ApiDocsQuery = graphql(`
  query ApiDocs {
    service {
      version
      sourceAddresses
      maxPayloadBytes
      jwksUrl
      schemaUrl
      verificationSnippets { language title scheme code }
    }
    eventType(code: "license.activated") {
      id
      code
      schemaVersion
      examples { key payload }
    }
  }
`);

export type ServiceDocs = ResultOf<typeof ApiDocsQuery>['service'];

/** For those who may see the settings. */
export const DeliveryRulesQuery = graphql(`
  query DeliveryRules {
    webhookSettings {
      version
      defaultTimeout
      autoDisableAfter
      secretOverlap
      retention
      bodyRetention
      defaultRetryPolicy {
        maxAttempts
        jitter
        respectRetryAfter
        nonRetryableStatusCodes
        schedule {
          totalDuration
          steps { attempt delay offset }
        }
      }
    }
  }
`);

export type DeliveryRules = ResultOf<typeof DeliveryRulesQuery>['webhookSettings'];

export const AllowedOperationsQuery = graphql(`
  query AllowedOperations {
    viewer { role allowedOperations }
  }
`);
