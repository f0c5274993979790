import { randomBytes } from 'node:crypto';
import { changedFields, redacted, type AuditChange } from '../domain/audit.ts';
import { apiKeyHint, hashApiKey, newApiKey } from '../domain/credentials.ts';
import type { EnvironmentKey } from '../domain/environments.ts';
import { problem, RefusedError, type UserProblem } from '../domain/errors.ts';
import { newId } from '../domain/ids.ts';
import { ROLE_OF_SCOPE, roleAtLeast, type ApiScope, type Role } from '../domain/roles.ts';
import { formatDateTime } from '../domain/time.ts';
import { checkName } from '../domain/webhook-input.ts';
import type { ApiKey } from '../storage/entities/api-key.ts';
import { noteAudit } from '../storage/audit-rows.ts';
import { countLiveApiKeys, insertApiKey } from '../storage/repositories/api-keys.ts';
import type { Caller } from './caller.ts';
import type { CommandDeps } from './deps.ts';
import { holdRole } from './member-change.ts';

const MAX_LIVE_KEYS = 500;

export interface CreateApiKeyInput {
  name: string;
  scopes: readonly ApiScope[];
  environments: readonly EnvironmentKey[];
  /** Ms since the epoch; null never ends. */
  expiresAt: number | null;
}

export interface CreatedApiKey {
  readonly apiKey: ApiKey;
  /** The key in clear, which is not stored. */
  readonly secret: string;
}

/** Makes a key for programs in the caller's account, which may do no more than the caller's role at this very moment. */
export async function createApiKey(deps: Pick<CommandDeps, 'store' | 'clock'>, caller: Caller, input: CreateApiKeyInput): Promise<CreatedApiKey> {
  const createdAt = deps.clock();
  const problems = [...checkName(input.name), ...checkRights(input), ...checkEnd(input.expiresAt, createdAt)];
  if (problems.length > 0) throw new RefusedError(problems);
  const secret = newApiKey(randomBytes);
  const apiKey: ApiKey = {
    id: newId('key'), accountId: caller.accountId, name: input.name.trim(), hint: apiKeyHint(secret), hash: hashApiKey(secret),
    scopes: [...new Set(input.scopes)], environments: [...new Set(input.environments)], createdByMemberId: caller.actorId,
    lastUsedAt: null, expiresAt: input.expiresAt, revokedAt: null, createdAt,
  };
  await deps.store.write(async (tx) => {
    refuseMoreThan(await holdRole(tx, caller), apiKey.scopes);
    if (await countLiveApiKeys(tx, caller.accountId) >= MAX_LIVE_KEYS) throw tooManyKeys();
    await insertApiKey(tx, apiKey);
    await noteAudit(tx, caller, { action: 'apiKey.create', target: apiKey, changes: changesOf(apiKey), at: createdAt });
  });
  return { apiKey, secret };
}

function changesOf({ name, scopes, environments, expiresAt }: ApiKey): AuditChange[] {
  return [...changedFields(null, { name, scopes, environments, expiresAt: expiresAt && formatDateTime(expiresAt) }), redacted('secret')];
}

function checkRights({ scopes, environments }: CreateApiKeyInput): UserProblem[] {
  return [
    ...(scopes.length > 0 ? [] : [problem('REQUIRED', 'Choose at least one scope.', ['input', 'scopes'])]),
    ...(environments.length > 0 ? [] : [problem('REQUIRED', 'Choose at least one environment.', ['input', 'environments'])]),
  ];
}

function refuseMoreThan(role: Role | null, scopes: readonly ApiScope[]): void {
  const beyond = scopes.filter((scope) => role === null || !roleAtLeast(role, ROLE_OF_SCOPE[scope]));
  if (beyond.length === 0) return;
  throw new RefusedError(beyond.map((scope) => {
    const message = `Only a member with the role ${ROLE_OF_SCOPE[scope]} or higher may make a key with the scope ${scope}. Leave the scope out, or ask such a member to make the key.`;
    return problem('INVALID', message, ['input', 'scopes']);
  }));
}

function checkEnd(expiresAt: number | null, now: number): UserProblem[] {
  if (expiresAt === null || expiresAt > now) return [];
  return [problem('INVALID', 'The end of validity must be in the future.', ['input', 'expiresAt'])];
}

function tooManyKeys(): RefusedError {
  return new RefusedError([problem('LIMIT_REACHED', `An account may have at most ${MAX_LIVE_KEYS} API keys. Revoke those not in use.`)]);
}
