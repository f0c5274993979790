import type { UserProblem } from '../domain/errors.ts';
import { checkCustomHeaders } from '../domain/webhook-input.ts';
import type { Keyring } from '../storage/encryption.ts';
import type { StoredHeader } from '../storage/entities/webhook.ts';

/** A custom header as its owner gives it; no value keeps the secret one that is stored under the name. */
export interface HeaderInput {
  name: string;
  value?: string | null;
  isSecret: boolean;
}

/** Passes every check of a value; stands for one that is stored already. */
const KEPT = 'kept';

export function checkHeaders(headers: readonly HeaderInput[], stored: readonly StoredHeader[] = []): UserProblem[] {
  return checkCustomHeaders(headers.map((header) => ({ name: header.name, value: header.value ?? (keptBy(header, stored) ? KEPT : '') })));
}

/** Headers as they are stored: secret values sealed to their webhook. */
export function sealHeaders(
  headers: readonly HeaderInput[], { keyring, webhookId, stored = [] }: { keyring: Keyring; webhookId: string; stored?: readonly StoredHeader[] },
): StoredHeader[] {
  return headers.map((header) => {
    const { name, value, isSecret } = header;
    if (value == null) return { name, value: keptBy(header, stored)?.value ?? '', isSecret };
    return { name, value: isSecret ? keyring.seal(value, { purpose: 'webhook_header', rowId: webhookId }) : value, isSecret };
  });
}

function keptBy({ name, isSecret }: HeaderInput, stored: readonly StoredHeader[]): StoredHeader | undefined {
  return isSecret ? stored.find((each) => each.isSecret && each.name.toLowerCase() === name.toLowerCase()) : undefined;
}
