import { Initial1763683200000 } from './1763683200000-initial.ts';
import { WebhookPolicy1763769600000 } from './1763769600000-webhook-policy.ts';
import { BulkOperations1763856000000 } from './1763856000000-bulk-operations.ts';
import { Retention1763942400000 } from './1763942400000-retention.ts';
import { ContentFilter1764028800000 } from './1764028800000-content-filter.ts';

/** In the order they are applied; a released migration is never edited. */
export const migrations = [Initial1763683200000, WebhookPolicy1763769600000, BulkOperations1763856000000, Retention1763942400000, ContentFilter1764028800000];
