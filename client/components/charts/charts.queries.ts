import { graphql } from '../../graphql.ts';

/** What the charts of a range need, of all webhooks or of one. */
export const StatsParts = graphql(`
  fragment StatsParts on DeliveryStats {
    range { from to }
    granularity
    totals { attempts succeeded failed attemptSuccessRate p50Ms p95Ms p99Ms }
    previousTotals { attempts succeeded failed attemptSuccessRate p50Ms p95Ms p99Ms }
    series { start succeeded failed p50Ms p95Ms p99Ms }
    byStatusCode { statusCode count }
    byEventType { eventType { code } count failed }
  }
`);
