import { createHmac } from 'node:crypto';
import type { SigningSecret } from './secrets.ts';

/** What is signed besides the body: `<webhook-id>.<webhook-timestamp>.` (Standard Webhooks, "Signature scheme"). */
export function standardSignedPrefix(id: string, timestampSeconds: number): string {
  return `${id}.${timestampSeconds}.`;
}

/**
 * Value of `webhook-signature`: one `v1,<base64>` for each valid secret, separated by spaces.
 * Secrets are given newest first; while a rotation overlaps there are two.
 */
export function standardSignature(secrets: readonly SigningSecret[], id: string, timestampSeconds: number, body: Buffer): string {
  const prefix = standardSignedPrefix(id, timestampSeconds);
  return secrets.map(({ key }) => `v1,${createHmac('sha256', key).update(prefix).update(body).digest('base64')}`).join(' ');
}
