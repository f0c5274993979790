import { StatsParts } from '../../components/charts/charts.queries.ts';
import { graphql, type ResultOf } from '../../graphql.ts';

export const OverviewStatsQuery = graphql(`
  query OverviewStats($range: TimeRangeInput!, $environments: [EnvironmentKey!]) {
    deliveryStats(range: $range, environments: $environments) { ...StatsParts }
  }
`, [StatsParts]);

const TroubledParts = graphql(`
  fragment TroubledParts on Webhook {
    id
    name
    description
    url
    environment { key }
    status
    statusReason
    statusChangedAt
    health { state summary circuit circuitRetryAt autoDisableAt }
  }
`);

/** The figures of the last day, and the webhooks in trouble. */
export const OverviewStateQuery = graphql(`
  query OverviewState($day: TimeRangeInput!, $environments: [EnvironmentKey!]) {
    day: deliveryStats(range: $day, environments: $environments, granularity: "PT1H") {
      totals { attempts attemptSuccessRate p95Ms }
      previousTotals { attemptSuccessRate }
    }
    failing: webhooks(first: 1, filter: { environments: $environments, statuses: [ACTIVE], health: [FAILING] }) {
      totalCount
    }
    all: webhooks(first: 1, filter: { environments: $environments }) {
      statusCounts { status count }
    }
    troubled: webhooks(first: 10, filter: { environments: $environments, statuses: [ACTIVE], health: [FAILING, DEGRADED] }, orderBy: { field: SUCCESS_RATE, direction: ASC }) {
      totalCount
      nodes { ...TroubledParts }
    }
    inactive: webhooks(first: 25, filter: { environments: $environments, statuses: [INACTIVE] }, orderBy: { field: UPDATED_AT, direction: DESC }) {
      nodes { ...TroubledParts }
    }
  }
`, [TroubledParts]);

export type OverviewState = ResultOf<typeof OverviewStateQuery>;
export type TroubledWebhook = ResultOf<typeof TroubledParts>;

/** What a newcomer has done so far, in whatever environment. */
export const FirstStepsQuery = graphql(`
  query FirstSteps {
    webhooks(first: 1, orderBy: { field: CREATED_AT, direction: DESC }) { totalCount nodes { id } }
    tests: deliveries(first: 1, filter: { triggers: [TEST] }) { nodes { id } }
    answered: deliveries(first: 1, filter: { triggers: [TEST], statuses: [SUCCEEDED] }) { nodes { id } }
    live: deliveries(first: 1, filter: { triggers: [EVENT], statuses: [SUCCEEDED], environments: [PRODUCTION] }) { nodes { id } }
  }
`);

export type FirstStepsAnswer = ResultOf<typeof FirstStepsQuery>;

export const RecentChangesQuery = graphql(`
  query RecentChanges {
    auditLog(first: 8) {
      nodes {
        id
        action
        at
        actor {
          __typename
          ... on Member { id }
          ... on ApiKey { id }
          ... on SystemActor { component }
        }
        actorName
        target { __typename id }
        targetName
        changes { field }
      }
    }
  }
`);

export type RecentChange = ResultOf<typeof RecentChangesQuery>['auditLog']['nodes'][number];

export const LiveFiguresSubscription = graphql(`
  subscription LiveFigures($environments: [EnvironmentKey!], $history: Int!) {
    deliveryLiveStats(environments: $environments, intervalSeconds: 1, history: $history) {
      samples { at attemptsPerSecond failuresPerSecond p95Ms inFlight dueBacklog scheduledBacklog oldestDueMs }
    }
  }
`);

export type LiveSample = ResultOf<typeof LiveFiguresSubscription>['deliveryLiveStats']['samples'][number];
