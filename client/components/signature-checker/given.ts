import type { KnownSecret } from './check-signatures.ts';

/** What the opener of the checker knows: of a webhook its secrets' hints and the account's keys, of an attempt also what was sent. */
export interface CheckerGiven {
  /** Exact body of the request; null when it is not known or not stored. */
  body: string | null;
  /** `Name: value` lines of the request. */
  headers: string;
  secrets: readonly KnownSecret[];
  /** Public keys of the account as PEM, the one that signs first. */
  publicKeys: readonly string[];
}

/** The headers that signatures are about, as lines. */
export function signatureHeaderLines(headers: readonly { name: string; value: string }[]): string {
  return headers.filter(({ name }) => /^(?:webhook-(?:id|timestamp|signature)|x-webhook-signature|n-signature)$/i.test(name)).map(({ name, value }) => `${name}: ${value}`).join('\n');
}
