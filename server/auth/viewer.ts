import type { RequestOrigin } from '../domain/audit.ts';
import { ENVIRONMENTS, type EnvironmentKey } from '../domain/environments.ts';
import type { ApiScope, Role } from '../domain/roles.ts';
import type { ApiKey } from '../storage/entities/api-key.ts';
import type { FoundSession } from '../storage/repositories/sessions.ts';

/**
 * Who is calling, whichever door they came through. It has the fields of a command's `Caller`, so it can be handed on as one.
 * An API key has the rights of its scopes and nothing else; a member has those of the role.
 */
export interface Viewer {
  readonly accountId: string;
  /** `mem_…` or `key_…`. */
  readonly actorId: string;
  /** Environments whose data the caller may see and change. */
  readonly environments: readonly EnvironmentKey[];
  readonly role: Role;
  readonly scopes: readonly ApiScope[];
  readonly member: ViewerMember | null;
  readonly apiKeyId: string | null;
  readonly sessionTokenHash: string | null;
  readonly sessionId: string | null;
  /** When the owner of the session last gave a password or a code, ms since epoch; null for API keys. */
  readonly provenAt: number | null;
  /** The account asks its members for a second factor, and this one has none: nothing is open to them but setting one up. */
  readonly mustSetUpTwoFactor: boolean;
  /** Of the request at hand. */
  readonly origin?: RequestOrigin;
}

/** The member behind a console session. */
export interface ViewerMember {
  readonly id: string;
  readonly personId: string;
  readonly name: string;
  readonly email: string;
}

/** The viewer of a request that carries an API key. */
export function viewerOfApiKey(key: ApiKey): Viewer {
  return {
    accountId: key.accountId,
    actorId: key.id,
    environments: key.environments,
    role: 'VIEWER',
    scopes: key.scopes,
    member: null,
    apiKeyId: key.id,
    sessionTokenHash: null,
    sessionId: null,
    provenAt: null,
    mustSetUpTwoFactor: false,
  };
}

/** The viewer of a request that carries a session cookie. */
export function viewerOfSession({ member, person, session, lacksTwoFactor }: FoundSession): Viewer {
  return {
    accountId: member.accountId,
    actorId: member.id,
    environments: ENVIRONMENTS,
    role: member.role,
    scopes: [],
    member: { id: member.id, personId: person.id, name: person.name, email: person.email },
    apiKeyId: null,
    sessionTokenHash: session.tokenHash,
    sessionId: session.id,
    provenAt: session.provenAt,
    mustSetUpTwoFactor: lacksTwoFactor,
  };
}
