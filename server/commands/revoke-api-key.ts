import { changedFields } from '../domain/audit.ts';
import { problem, RefusedError } from '../domain/errors.ts';
import { formatDateTime } from '../domain/time.ts';
import { noteAudit } from '../storage/audit-rows.ts';
import type { ApiKey } from '../storage/entities/api-key.ts';
import { findApiKey, revokeApiKeyRow } from '../storage/repositories/api-keys.ts';
import type { Caller } from './caller.ts';
import type { CommandDeps } from './deps.ts';

/** Ends a key of the caller's account for good. Revoking twice is no error: the first moment stays. */
export async function revokeApiKey({ store, clock }: Pick<CommandDeps, 'store' | 'clock'>, caller: Caller, id: string): Promise<ApiKey> {
  const key = await findApiKey(store, caller.accountId, id);
  if (!key) throw new RefusedError([problem('NOT_FOUND', 'There is no such API key.', ['input', 'id'])]);
  if (key.revokedAt !== null) return key;
  const revokedAt = clock();
  await store.write(async (tx) => {
    if (!await revokeApiKeyRow(tx, key.id, revokedAt)) return;
    await noteAudit(tx, caller, { action: 'apiKey.revoke', target: key, changes: changedFields(null, { revokedAt: formatDateTime(revokedAt) }), at: revokedAt });
  });
  return { ...key, revokedAt };
}
