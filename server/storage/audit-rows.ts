import type { EntityManager } from 'typeorm';
import type { AuditChange, RequestOrigin, SystemComponent } from '../domain/audit.ts';
import type { EnvironmentKey } from '../domain/environments.ts';
import { newId } from '../domain/ids.ts';
import { run } from './rows.ts';

/** Who did it. A command's caller is one. */
export interface AuditActor {
  readonly accountId: string;
  /** `mem_...`, `key_...`, or a component of this server. */
  readonly actorId: string;
  readonly origin?: RequestOrigin;
}

export interface AuditNote {
  /** Dotted, the object first, in the words of the API: `webhook.update`. */
  readonly action: string;
  /** What it was done to. */
  readonly target: { readonly id: string; readonly name: string; readonly environment?: EnvironmentKey | null };
  /** See `changedFields`; no values of secrets. */
  readonly changes?: readonly AuditChange[];
  /** Ms since the epoch. */
  readonly at: number;
}

const MAX_NAME_LENGTH = 255;
const MAX_AGENT_LENGTH = 255;

/** The name of the member or API key; what is neither is called by its id. */
const NAME_OF_ACTOR = `COALESCE((SELECT name FROM api_key WHERE id = ?),
  (SELECT person.name FROM member JOIN person ON person.id = member.personId WHERE member.id = ?), ?)`;

/** Adds an entry to the audit log. Call it in the transaction of the change, after everything that may refuse it. */
export async function noteAudit(tx: EntityManager, actor: AuditActor, { action, target, changes = [], at }: AuditNote): Promise<void> {
  const { accountId, actorId, origin } = actor;
  await run(tx, `INSERT INTO audit_entry
    (id, accountId, action, at, actorId, actorName, ipAddress, userAgent, requestId, targetId, targetName, environment, changes)
    VALUES (?, ?, ?, ?, ?, ${NAME_OF_ACTOR}, ?, ?, ?, ?, ?, ?, ?)`, [
    newId('aud'), accountId, action, at, actorId, actorId, actorId, actorId,
    origin?.ip || null, origin?.userAgent?.slice(0, MAX_AGENT_LENGTH) ?? null, origin?.requestId ?? null,
    target.id, target.name.slice(0, MAX_NAME_LENGTH), target.environment ?? null, JSON.stringify(changes),
  ]);
}

/** The actor of what this server does by itself. */
export const systemActor = (accountId: string, component: SystemComponent): AuditActor => ({ accountId, actorId: component });
