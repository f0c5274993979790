import type { EntityManager } from 'typeorm';
import { changedFields, redacted, type AuditChange } from '../domain/audit.ts';
import { formatDuration } from '../domain/time.ts';
import { noteAudit } from '../storage/audit-rows.ts';
import type { StoredHeader, Webhook } from '../storage/entities/webhook.ts';
import type { Caller } from './caller.ts';

/** What the log says of a webhook. Complete, so that a new column cannot be forgotten: LEFT_OUT is what follows from the others or never changes. */
const AUDITED: Readonly<Record<keyof Webhook, 'SHOWN' | 'LEFT_OUT' | 'BY_ENTRY'>> = {
  name: 'SHOWN', description: 'SHOWN', url: 'SHOWN', environment: 'SHOWN', status: 'SHOWN', eventPatterns: 'SHOWN', payloadFormat: 'SHOWN', schemaVersion: 'SHOWN',
  retryPolicy: 'SHOWN', timeoutMs: 'SHOWN', maxConcurrency: 'SHOWN', maxRequestsPerSecond: 'SHOWN', ordering: 'SHOWN', signatureSchemes: 'SHOWN', contentFilter: 'SHOWN',
  // Some have secret values.
  customHeaders: 'BY_ENTRY',
  id: 'LEFT_OUT', accountId: 'LEFT_OUT', statusReason: 'LEFT_OUT', statusChangedAt: 'LEFT_OUT', version: 'LEFT_OUT', createdBy: 'LEFT_OUT',
  createdAt: 'LEFT_OUT', updatedAt: 'LEFT_OUT', deletedAt: 'LEFT_OUT',
};
const SHOWN = (Object.keys(AUDITED) as (keyof Webhook)[]).filter((column) => AUDITED[column] === 'SHOWN');

/** What differs between two states of a webhook; null before it was made. */
export function webhookChanges(before: Webhook | null, after: Webhook): AuditChange[] {
  return [...changedFields(before && factsOf(before), factsOf(after)), ...headerChanges(before?.customHeaders ?? [], after.customHeaders)];
}

/** Adds what was done to a webhook to the audit log. */
export async function noteWebhookAudit(
  tx: EntityManager, caller: Caller, { action, before, after, at, more = [] }: {
    action: string; before: Webhook | null; after: Webhook; at: number; more?: readonly AuditChange[];
  },
): Promise<void> {
  const hasMoved = before !== null && before.environment !== after.environment;
  await noteAudit(tx, caller, {
    action,
    // Of two environments, it is for those alone who may see both.
    target: { id: after.id, name: after.name, environment: hasMoved ? null : after.environment },
    changes: [...webhookChanges(before, after), ...more],
    at,
  });
}

const factsOf = (webhook: Webhook) => inApiWords(Object.fromEntries(SHOWN.map((column) => [column, webhook[column]])));

/** A header shows its value only when it was readable before and still is. */
function headerChanges(before: readonly StoredHeader[], after: readonly StoredHeader[]): AuditChange[] {
  const names = [...new Set([...before, ...after].map(({ name }) => name))];
  return names.flatMap((name) => {
    const [old, now] = [before, after].map((headers) => headers.find((each) => each.name === name));
    const field = `customHeaders.${name}`;
    if (old?.value === now?.value && old?.isSecret === now?.isSecret) return [];
    return old?.isSecret || now?.isSecret ? [redacted(field)] : changedFields({ [field]: old?.value }, { [field]: now?.value });
  });
}

/** In the names and forms of the API: `timeoutMs: 5000` is `timeout: "PT5S"`. */
function inApiWords(members: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).map(([name, value]: [string, unknown]) => {
    if (name.endsWith('Ms')) return [name.slice(0, -'Ms'.length), inDurations(value)];
    return [name, typeof value === 'object' && value !== null && !Array.isArray(value) ? inApiWords(value) : value];
  }));
}

function inDurations(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inDurations);
  return typeof value === 'number' ? formatDuration(value) : value;
}
