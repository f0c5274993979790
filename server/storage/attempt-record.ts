import type { Settlement } from '../domain/delivery.ts';
import type { AttemptContent, DeliveryAttempt } from './entities/delivery-attempt.ts';

/** One ended attempt with all that it changes. Its place in the log is given when it is written. */
export interface AttemptRecord {
  attempt: DeliveryAttempt;
  content: AttemptContent;
  settlement: Settlement;
  revision: number;
}
