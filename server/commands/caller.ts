import type { RequestOrigin } from '../domain/audit.ts';
import type { EnvironmentKey } from '../domain/environments.ts';

/** Who asks. */
export interface Caller {
  accountId: string;
  /** `mem_...` or `key_...`. */
  actorId: string;
  /** Environments the caller may touch. */
  environments: readonly EnvironmentKey[];
  /** For the audit log; unknown to callers within this server. */
  origin?: RequestOrigin;
}
