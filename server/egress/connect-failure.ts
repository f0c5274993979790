import type { PeerCertificate } from 'node:tls';
import type { FailureCode } from '../domain/failure-code.ts';

/** What went wrong, in words that may be shown to the webhook's owner: no address, nothing about what is behind a blocked one. */
export interface FailureFacts {
  readonly code: FailureCode;
  readonly message: string;
  readonly detail: Record<string, unknown> | null;
}

/** Thrown while a connection is made. */
export class ConnectFailure extends Error {
  readonly facts: FailureFacts;

  constructor(facts: FailureFacts, cause?: unknown) {
    super(facts.message, { cause });
    this.name = 'ConnectFailure';
    this.facts = facts;
  }
}

/** The one answer for every refused target, so that it cannot be used to explore a network. */
export const BLOCKED: FailureFacts = { code: 'URL_BLOCKED', message: 'The target address may not be called.', detail: null };

const TLS_MESSAGES: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: "The receiver's certificate has expired.",
  CERT_NOT_YET_VALID: "The receiver's certificate is not valid yet.",
  DEPTH_ZERO_SELF_SIGNED_CERT: "The receiver's certificate is self-signed.",
  SELF_SIGNED_CERT_IN_CHAIN: "The receiver's certificate was issued by an authority that is not trusted.",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'The receiver does not send the intermediate certificates that lead to a trusted authority.',
  UNABLE_TO_GET_ISSUER_CERT: "The receiver's certificate was issued by an authority that is not trusted.",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "The receiver's certificate was issued by an authority that is not trusted.",
  ERR_TLS_CERT_ALTNAME_INVALID: "The receiver's certificate is for another host name.",
  ERR_SSL_WRONG_VERSION_NUMBER: 'The receiver does not speak TLS at this port.',
};

const DNS_MESSAGES: Readonly<Record<string, string>> = {
  ENOTFOUND: 'The host name does not exist.',
  ENODATA: 'The host name has no address.',
  ETIMEOUT: 'The name servers of the host did not answer in time.',
};

export function dnsFailure(error: unknown): ConnectFailure {
  const errorCode = codeOf(error);
  const message = DNS_MESSAGES[errorCode] ?? `The host name could not be resolved (${errorCode}).`;
  return new ConnectFailure({ code: 'DNS_FAILURE', message, detail: { errorCode } }, error);
}

/** A failure while the TCP connection is made. */
export function tcpFailure(error: unknown): ConnectFailure {
  const errorCode = codeOf(error);
  return new ConnectFailure({ ...tcpFacts(errorCode), detail: { errorCode } }, error);
}

function tcpFacts(errorCode: string): Pick<FailureFacts, 'code' | 'message'> {
  switch (errorCode) {
    case 'ECONNREFUSED':
      return { code: 'CONNECTION_REFUSED', message: 'The receiver refused the connection.' };
    case 'ETIMEDOUT':
      return { code: 'CONNECT_TIMEOUT', message: 'The receiver did not accept the connection in time.' };
    case 'ECONNRESET':
    case 'EPIPE':
      return { code: 'CONNECTION_RESET', message: 'The receiver closed the connection at once.' };
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EADDRNOTAVAIL':
      return { code: 'CONNECTION_REFUSED', message: 'There is no route to the receiver.' };
    default:
      return { code: 'INTERNAL', message: 'The connection could not be made because of a fault of this server.' };
  }
}

/** A failure during the TLS handshake. */
export function tlsFailure(error: unknown): ConnectFailure {
  const errorCode = codeOf(error);
  if (errorCode === 'ECONNRESET' || errorCode === 'EPIPE') {
    const message = 'The receiver closed the connection during the TLS handshake.';
    return new ConnectFailure({ code: 'CONNECTION_RESET', message, detail: { errorCode } }, error);
  }
  const message = TLS_MESSAGES[errorCode] ?? `The TLS handshake failed (${errorCode}).`;
  return new ConnectFailure({ code: 'TLS_FAILURE', message, detail: { errorCode, ...certificateFacts(error) } }, error);
}

/** The names a certificate is for; Node hands it out only when the names are what is wrong with it. */
function certificateFacts(error: unknown): { certificateNames: string } | null {
  const names = (error as { cert?: PeerCertificate } | null)?.cert?.subjectaltname;
  return names === undefined ? null : { certificateNames: names };
}

/** The code of a Node error; of an AggregateError (several addresses tried) that of the last one. */
export function codeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors.at(-1));
  const code = (error as NodeJS.ErrnoException | null)?.code;
  return typeof code === 'string' ? code : 'UNKNOWN';
}
