import type { AttemptKind, AttemptStatus } from '../domain/delivery.ts';
import type { EnvironmentKey } from '../domain/environments.ts';
import type { FailureCode } from '../domain/outcome.ts';
import type { NumberSpan, TimeSpan } from './repositories/conditions.ts';

/** Which attempts a list shows, a stream tells of or an export has. */
export interface AttemptFilter {
  /** Part of the webhook's name or URL, or an exact id of an attempt, delivery, event, webhook or resource. */
  search?: string | null;
  webhookIds?: readonly string[] | null;
  deliveryIds?: readonly string[] | null;
  environments?: readonly EnvironmentKey[] | null;
  eventTypes?: readonly string[] | null;
  statuses?: readonly AttemptStatus[] | null;
  statusCode?: NumberSpan | null;
  failureCodes?: readonly FailureCode[] | null;
  kinds?: readonly AttemptKind[] | null;
  durationMs?: NumberSpan | null;
  started?: TimeSpan | null;
}
