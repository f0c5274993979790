import { Initial1763683200000 } from './1763683200000-initial.ts';
import { WebhookPolicy1763769600000 } from './1763769600000-webhook-policy.ts';
import { BulkOperations1763856000000 } from './1763856000000-bulk-operations.ts';
import { Retention1763942400000 } from './1763942400000-retention.ts';
import { ContentFilter1764028800000 } from './1764028800000-content-filter.ts';
import { AttemptText1764115200000 } from './1764115200000-attempt-text.ts';
import { Ordering1764201600000 } from './1764201600000-ordering.ts';
import { WebhookSettings1764288000000 } from './1764288000000-webhook-settings.ts';
import { AuditLog1764374400000 } from './1764374400000-audit-log.ts';
import { Members1764460800000 } from './1764460800000-members.ts';
import { EventTypeDeprecation1764547200000 } from './1764547200000-event-type-deprecation.ts';
import { Statistics1764633600000 } from './1764633600000-statistics.ts';
import { AlertLimits1764720000000 } from './1764720000000-alert-limits.ts';
import { WebhookChanges1764892800000 } from './1764892800000-webhook-changes.ts';
import { SecondFactors1765152000000 } from './1765152000000-second-factors.ts';
import { ListIndexes1765238400000 } from './1765238400000-list-indexes.ts';
import { RequiredTwoFactor1765324800000 } from './1765324800000-required-two-factor.ts';

/** In the order they are applied; a released migration is never edited. */
export const migrations = [
  Initial1763683200000, WebhookPolicy1763769600000, BulkOperations1763856000000, Retention1763942400000,
  ContentFilter1764028800000, AttemptText1764115200000, Ordering1764201600000, WebhookSettings1764288000000, AuditLog1764374400000, Members1764460800000,
  EventTypeDeprecation1764547200000, Statistics1764633600000, AlertLimits1764720000000,
  WebhookChanges1764892800000,
  SecondFactors1765152000000,
  ListIndexes1765238400000, RequiredTwoFactor1765324800000,
];
