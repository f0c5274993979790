import type { EnvironmentKey } from '../domain/environments.ts';

/** Who asks. */
export interface Caller {
  accountId: string;
  /** `mem_...` or `key_...`. */
  actorId: string;
  /** Environments the caller may touch. */
  environments: readonly EnvironmentKey[];
}
