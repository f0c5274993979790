import { isDeepStrictEqual } from 'node:util';

/** Where a request came from. */
export interface RequestOrigin {
  readonly ip: string;
  readonly userAgent: string | null;
  /** Also in the server log. */
  readonly requestId: string;
}

/** A changed field. Of a secret one it is only said that it changed: both values are null. */
export interface AuditChange {
  /** Field path, e.g. `customHeaders.X-Tenant`. */
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly isRedacted: boolean;
}

/** What this server does by itself, and what is done by somebody it does not know. */
export const SYSTEM_COMPONENTS = ['auto-disable', 'receiver', 'sign-in'] as const;

export type SystemComponent = (typeof SYSTEM_COMPONENTS)[number];

export const isSystemComponent = (actorId: string): actorId is SystemComponent => (SYSTEM_COMPONENTS as readonly string[]).includes(actorId);

/**
 * What differs between two states of an object, given as the fields that may be shown. Null stands for no object: before it was made,
 * or after it was deleted. A field that is empty on both sides is left out. Fields named in `secret` show only that they changed.
 */
export function changedFields(
  before: Readonly<Record<string, unknown>> | null, after: Readonly<Record<string, unknown>> | null, { secret = [] }: { secret?: readonly string[] } = {},
): AuditChange[] {
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  return fields.flatMap((field) => {
    const [old, now] = [before?.[field] ?? null, after?.[field] ?? null];
    if (isDeepStrictEqual(old, now)) return [];
    return [secret.includes(field) ? redacted(field) : { field, before: old, after: now, isRedacted: false }];
  });
}

/** A secret that changed. */
export const redacted = (field: string): AuditChange => ({ field, before: null, after: null, isRedacted: true });
