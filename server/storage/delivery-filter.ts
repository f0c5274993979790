import type { DeliveryStatus, DeliveryTrigger } from '../domain/delivery.ts';
import type { EnvironmentKey } from '../domain/environments.ts';
import type { FailureCode } from '../domain/outcome.ts';
import type { NumberSpan, TimeSpan } from './repositories/conditions.ts';

/** Which deliveries a list shows or a bulk operation is about. */
export interface DeliveryFilter {
  /** Part of the webhook's name or URL, or an exact id of a delivery, attempt, event, webhook or resource. */
  search?: string | null;
  webhookIds?: readonly string[] | null;
  environments?: readonly EnvironmentKey[] | null;
  eventTypes?: readonly string[] | null;
  statuses?: readonly DeliveryStatus[] | null;
  statusCode?: NumberSpan | null;
  failureCodes?: readonly FailureCode[] | null;
  triggers?: readonly DeliveryTrigger[] | null;
  created?: TimeSpan | null;
  attemptCount?: NumberSpan | null;
  resourceIds?: readonly string[] | null;
}
