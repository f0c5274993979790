import { errors } from 'undici';
import { codeOf, ConnectFailure, type FailureFacts } from './connect-failure.ts';
import type { ConnectProgress } from './guarded-connect.ts';

/** What undici says when an answer switches protocols or comes unasked; it has no code of its own for these. */
const BAD_ANSWERS = new Set(['bad upgrade', 'bad response']);

/** An answer that breaks the rules of HTTP, or goes beyond ours, in a way that undici puts up with. */
export class AnswerFailure extends Error {
  readonly facts: FailureFacts;

  /** @param message one sentence that may be shown to the webhook's owner */
  constructor(message: string) {
    super(message);
    this.name = 'AnswerFailure';
    this.facts = { code: 'PROTOCOL_ERROR', message, detail: null };
  }
}

/** What an error before the response's headers means. */
export function exchangeFailure(error: Error): FailureFacts {
  if (error instanceof ConnectFailure || error instanceof AnswerFailure) return error.facts;
  const errorCode = codeOf(error);
  if (breaksProtocol(error)) {
    return { code: 'PROTOCOL_ERROR', message: 'The answer of the receiver is not valid HTTP/1.1.', detail: { errorCode, reason: error.message } };
  }
  if (error instanceof errors.SocketError || errorCode === 'ECONNRESET' || errorCode === 'EPIPE') {
    return { code: 'CONNECTION_RESET', message: 'The receiver closed the connection before it answered.', detail: { errorCode } };
  }
  if (errorCode === 'ETIMEDOUT') {
    return { code: 'RESPONSE_TIMEOUT', message: 'The receiver stopped responding.', detail: { errorCode } };
  }
  if (errorCode.startsWith('ERR_SSL_') || errorCode.startsWith('ERR_TLS_')) {
    return { code: 'TLS_FAILURE', message: `The receiver ended the TLS connection (${errorCode}).`, detail: { errorCode } };
  }
  return { code: 'INTERNAL', message: 'The request could not be sent because of a fault of this server.', detail: { errorCode } };
}

function breaksProtocol(error: Error): boolean {
  return error instanceof errors.HTTPParserError
    || error instanceof errors.HeadersOverflowError
    || error instanceof errors.ResponseContentLengthMismatchError
    || (error instanceof errors.SocketError && BAD_ANSWERS.has(error.message));
}

/** What it means that the time was over in a phase; undefined while the request still waited for a free connection. */
export function timeoutFailure(phase: ConnectProgress['phase'] | 'sent' | undefined): FailureFacts {
  switch (phase) {
    case 'sent':
    case 'ready':
      return { code: 'RESPONSE_TIMEOUT', message: 'The receiver did not answer in time.', detail: null };
    case 'dns':
      return { code: 'DNS_FAILURE', message: 'The host name did not resolve in time.', detail: null };
    case 'tcp':
    case 'tls':
      return { code: 'CONNECT_TIMEOUT', message: 'No connection to the receiver could be made in time.', detail: null };
    case undefined:
      return { code: 'CONNECT_TIMEOUT', message: 'All connections to the receiver were busy for the whole time.', detail: null };
  }
}
