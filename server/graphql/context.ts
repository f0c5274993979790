import type { Doors } from '../auth/doors.ts';
import type { Viewer } from '../auth/viewer.ts';
import type { CommandDeps } from '../commands/deps.ts';
import type { AttemptLog } from '../live/attempt-log.ts';
import type { Loaders } from './loaders.ts';

/** Facts about this server that `Query.service` tells. */
export interface ServiceFacts {
  readonly version: string;
  /** Where users reach this server, without a slash at the end. */
  readonly publicUrl: string;
  readonly sourceAddresses: readonly string[];
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
  readonly service: ServiceFacts;
  /** Also in the response header `x-request-id` and in the log. */
  readonly requestId: string;
  readonly ip: string;
  /** Gives the browser a session token, or takes it away (null). Absent on a WebSocket, which cannot set cookies. */
  readonly setSession: ((token: string | null) => void) | null;
}
