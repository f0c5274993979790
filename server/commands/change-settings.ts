import { changedFields } from '../domain/audit.ts';
import { problem, RefusedError, type UserProblem } from '../domain/errors.ts';
import { checkRetention, checkSettings, STANDARD_SETTINGS, tidyRecipients, type SettingsValues } from '../domain/webhook-settings.ts';
import { noteAudit } from '../storage/audit-rows.ts';
import type { WebhookSettings } from '../storage/entities/webhook-settings.ts';
import { findSettings, saveSettings } from '../storage/repositories/webhook-settings.ts';
import { noteWebhookChange } from '../storage/webhook-rows.ts';
import type { Caller } from './caller.ts';
import type { CommandDeps } from './deps.ts';

/** What is left out stays as it is; null goes back to the standard, but for what null says itself, such as "never". */
export type ChangeSettingsInput = { readonly [Name in keyof SettingsValues]?: SettingsValues[Name] | null } & {
  /** The version that the caller has seen; anything goes when it is left out. */
  readonly expectedVersion?: number | null;
};

/** Changes what an account settles for all its webhooks. It holds from the next attempt on: the caches of webhooks learn of it as of a change of one. */
export async function changeSettings(deps: CommandDeps, caller: Caller, input: ChangeSettingsInput): Promise<WebhookSettings> {
  const settings = await deps.store.write(async (tx) => {
    // Also lets one change follow the other.
    await noteWebhookChange(tx, caller.accountId);
    const old = await findSettings(tx, caller.accountId);
    const values = valuesAfter(old, input);
    const problems = [...checkVersion(old, input), ...checkSettings(values), ...(choosesRetention(input) ? checkRetention(values, deps.settings.retention) : [])];
    if (problems.length > 0) throw new RefusedError(problems);
    const changed: WebhookSettings = {
      ...old, ...values, alertRecipients: tidyRecipients(values.alertRecipients), version: old.version + 1, updatedAt: deps.clock(), updatedBy: caller.actorId,
    };
    await saveSettings(tx, changed);
    const target = { id: caller.accountId, name: 'Webhook settings' };
    await noteAudit(tx, caller, { action: 'settings.update', target, changes: changedFields(shown(old), shown(changed)), at: changed.updatedAt });
    return changed;
  });
  deps.directory.invalidate(caller.accountId);
  return settings;
}

function checkVersion({ version }: WebhookSettings, { expectedVersion }: ChangeSettingsInput): UserProblem[] {
  if (expectedVersion == null || expectedVersion === version) return [];
  const message = `The settings were changed since you read them: they have version ${version}, not ${expectedVersion}. Read them again and repeat your change.`;
  return [problem('STALE_VERSION', message, ['input', 'expectedVersion'])];
}

function valuesAfter(old: WebhookSettings, { expectedVersion: _version, ...input }: ChangeSettingsInput): SettingsValues {
  const given = Object.entries(input).filter(([, value]) => value !== undefined);
  const change = Object.fromEntries(given.map(([name, value]) => [name, value ?? standardOf(name)])) as Partial<SettingsValues>;
  return { ...old, ...change };
}

/** Who changes something else cannot help it that the server has another standard by now. */
const choosesRetention = ({ retentionMs, bodyRetentionMs }: ChangeSettingsInput) => retentionMs !== undefined || bodyRetentionMs !== undefined;

/** Null says "never" for the switching off, which is not its standard. */
const standardOf = (name: string) => (name === 'autoDisableAfterMs' ? null : STANDARD_SETTINGS[name as keyof SettingsValues]);

/** What the audit log compares. */
function shown({ accountId: _account, version: _version, updatedAt: _at, updatedBy: _by, ...values }: WebhookSettings): Record<string, unknown> {
  return values;
}
