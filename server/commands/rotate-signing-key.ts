import { IsNull, MoreThan, type EntityManager } from 'typeorm';
import { changedFields } from '../domain/audit.ts';
import { problem, RefusedError, type UserProblem } from '../domain/errors.ts';
import { DAY_MS, MINUTE_MS } from '../domain/time.ts';
import { newSigningKey } from '../storage/account-keys.ts';
import { noteAudit } from '../storage/audit-rows.ts';
import { SigningKey } from '../storage/entities/signing-key.ts';
import { noteWebhookChange } from '../storage/webhook-rows.ts';
import type { Caller } from './caller.ts';
import type { CommandDeps } from './deps.ts';
import { holdMembers } from './member-change.ts';

/** Time that receivers get to fetch the next key before it signs. */
const DEFAULT_LEAD_MS = DAY_MS;
const LONGEST_LEAD_MS = 365 * DAY_MS;
/** Clocks of callers are not ours: a moment that has just passed means now. */
const CLOCK_TOLERANCE_MS = MINUTE_MS;
/** Every key is published to the receivers, and stays so for a month. */
const MAX_ROTATIONS_PER_DAY = 10;

/**
 * Makes the next signing key of the caller's account and publishes it. It signs from `activeFrom` on (ms since the epoch; null: after
 * 24 h). A key that has been published and does not sign yet is withdrawn in its favour.
 */
export async function rotateSigningKey(
  { store, keyring, directory, clock }: Pick<CommandDeps, 'store' | 'keyring' | 'directory' | 'clock'>, caller: Caller, activeFrom: number | null,
): Promise<SigningKey> {
  const problems = checkStart(activeFrom, clock());
  if (problems.length > 0) throw new RefusedError(problems);
  await refuseTooMany(store.reader, caller.accountId, clock());
  const made = await newSigningKey(keyring, { accountId: caller.accountId, activeFrom: 0, createdAt: 0 });
  const now = clock();
  const key: SigningKey = { ...made, createdAt: now, activeFrom: Math.max(activeFrom ?? now + DEFAULT_LEAD_MS, now) };
  await store.write(async (tx) => {
    await holdMembers(tx, caller);
    await refuseTooMany(tx, caller.accountId, now);
    await tx.update(SigningKey, { accountId: caller.accountId, activeFrom: MoreThan(now), revokedAt: IsNull() }, { revokedAt: now });
    await tx.insert(SigningKey, key);
    await noteWebhookChange(tx, caller.accountId);
    const changes = changedFields(null, { activeFrom: new Date(key.activeFrom).toISOString(), bits: key.bits });
    await noteAudit(tx, caller, { action: 'signingKey.rotate', target: { id: key.id, name: 'Signing key' }, changes, at: now });
  });
  directory.invalidate(caller.accountId);
  return key;
}

function checkStart(activeFrom: number | null, now: number): UserProblem[] {
  const path = ['input', 'activeFrom'];
  if (activeFrom === null) return [];
  if (activeFrom < now - CLOCK_TOLERANCE_MS) return [problem('INVALID', 'A key cannot have signed in the past. Give a moment from now on, or none for 24 hours from now.', path)];
  return activeFrom <= now + LONGEST_LEAD_MS ? [] : [problem('INVALID', 'A key must begin to sign within a year.', path)];
}

async function refuseTooMany(manager: EntityManager, accountId: string, now: number): Promise<void> {
  const [recent, count] = await manager.findAndCount(SigningKey, {
    select: { id: true, createdAt: true }, where: { accountId, createdAt: MoreThan(now - DAY_MS) }, order: { createdAt: 'ASC' }, take: 1,
  });
  if (count < MAX_ROTATIONS_PER_DAY) return;
  const again = new Date((recent[0]?.createdAt ?? now) + DAY_MS).toISOString();
  throw new RefusedError([problem('LIMIT_REACHED', `An account may make at most ${MAX_ROTATIONS_PER_DAY} signing keys a day. Try again after ${again}.`)]);
}
