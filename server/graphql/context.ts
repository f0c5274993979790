import type { Doors } from '../auth/doors.ts';
import type { Viewer } from '../auth/viewer.ts';
import type { CommandDeps } from '../commands/deps.ts';
import type { RequestOrigin } from '../domain/audit.ts';
import type { AttemptLog } from '../live/attempt-log.ts';
import type { WebhookLog } from '../live/webhook-log.ts';
import type { Waiting } from '../storage/reading-until.ts';
import type { CostBudget } from './cost-budget.ts';
import type { Loaders } from './loaders.ts';

/** Facts about this server that `Query.service` tells. */
export interface ServiceFacts {
  readonly version: string;
  /** Where users reach this server, without a slash at the end. */
  readonly publicUrl: string;
  readonly sourceAddresses: readonly string[];
  /** A mail server is configured. */
  readonly canSendEmail: boolean;
}

/** What every resolver gets: made anew for each HTTP request, and for each operation on a WebSocket. */
export interface GraphqlContext {
  /** Null when nobody is signed in. */
  readonly viewer: Viewer | null;
  readonly deps: CommandDeps;
  readonly doors: Doors;
  /** A subscription gets new ones with each message. */
  loaders: Loaders;
  readonly live: AttemptLog;
  readonly webhookLog: WebhookLog;
  readonly budget: CostBudget;
  readonly service: ServiceFacts;
  /** Also in the response header `x-request-id` and in the log. */
  readonly requestId: string;
  readonly ip: string;
  readonly userAgent: string | null;
  /** Throws when nobody waits for the answer any more. Null on a WebSocket and an event stream, where the end of an operation is said. */
  readonly waiting: Waiting | null;
  /** Header `Idempotency-Key`. */
  readonly idempotencyKey: string | null;
  /** Gives the browser a session token, or takes it away (null). Absent on a WebSocket, which cannot set cookies. */
  readonly setSession: ((token: string | null) => void) | null;
}

/** Where a request comes from, for the audit log. A viewer brings it along; this is for those who are nobody yet. */
export const originOf = ({ ip, userAgent, requestId }: Pick<GraphqlContext, 'ip' | 'userAgent' | 'requestId'>): RequestOrigin => ({ ip, userAgent, requestId });
