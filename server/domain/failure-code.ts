/** Why an attempt failed, in the order of `DeliveryFailureCode` in the GraphQL schema. */
export const FAILURE_CODES = [
  'HTTP_REDIRECT',
  'HTTP_CLIENT_ERROR',
  'HTTP_GONE',
  'HTTP_RATE_LIMITED',
  'HTTP_SERVER_ERROR',
  'CONNECT_TIMEOUT',
  'RESPONSE_TIMEOUT',
  'DNS_FAILURE',
  'CONNECTION_REFUSED',
  'CONNECTION_RESET',
  'TLS_FAILURE',
  'URL_BLOCKED',
  'PROTOCOL_ERROR',
  'CIRCUIT_OPEN',
  'INTERNAL',
  /** Nothing was sent, for a secret or key that the request needs cannot be read. */
  'SECRET_UNREADABLE',
  /** The process died while the attempt ran: the request may or may not have arrived. */
  'OUTCOME_UNKNOWN',
] as const;

export type FailureCode = (typeof FAILURE_CODES)[number];

const MEANINGS: Readonly<Record<FailureCode, string>> = {
  HTTP_REDIRECT: 'The receiver redirects; redirects are not followed.',
  HTTP_CLIENT_ERROR: 'The receiver refused the request.',
  HTTP_GONE: 'The receiver says that this address is gone for good.',
  HTTP_RATE_LIMITED: 'The receiver gets more requests than it accepts.',
  HTTP_SERVER_ERROR: 'The receiver had a fault of its own.',
  CONNECT_TIMEOUT: 'No connection could be made in time.',
  RESPONSE_TIMEOUT: 'The receiver did not answer completely in time.',
  DNS_FAILURE: 'The host name does not resolve.',
  CONNECTION_REFUSED: 'Nothing accepts connections at this address and port.',
  CONNECTION_RESET: 'The connection was closed before an answer arrived.',
  TLS_FAILURE: 'No trusted, encrypted connection could be made.',
  URL_BLOCKED: 'The target address may not be called.',
  PROTOCOL_ERROR: 'The answer is not HTTP or breaks its rules.',
  CIRCUIT_OPEN: 'The webhook rests after many failures in a row.',
  INTERNAL: 'A fault of this server.',
  SECRET_UNREADABLE: 'A secret that the request needs cannot be read, so nothing was sent.',
  OUTCOME_UNKNOWN: 'The server stopped during the attempt; the request may have arrived.',
};

const FAULTS_OF_OURS: ReadonlySet<FailureCode> = new Set<FailureCode>(['CIRCUIT_OPEN', 'INTERNAL', 'SECRET_UNREADABLE', 'OUTCOME_UNKNOWN']);

/** Whether a failure tells nothing about the receiver. */
export const isFaultOfOurs = (code: FailureCode): boolean => FAULTS_OF_OURS.has(code);

/** What a failure code means, in one sentence. */
export function statusMeaning(code: FailureCode): string {
  return MEANINGS[code];
}

const REMEDIES: Readonly<Record<FailureCode, string>> = {
  HTTP_REDIRECT: 'Change the target URL of the webhook to the final address.',
  HTTP_CLIENT_ERROR: 'Look at the response body and the log of the receiver: it understood the request but did not accept it.',
  HTTP_GONE: 'The webhook was switched off. If the receiver has moved, change the target URL and switch the webhook on again.',
  HTTP_RATE_LIMITED: "Lower the webhook's requests per second or its concurrency, or raise the limit at the receiver.",
  HTTP_SERVER_ERROR: 'Look at the log of the receiver at the time of the attempt.',
  CONNECT_TIMEOUT: 'Check that the receiver runs and that its firewall allows the addresses requests come from.',
  RESPONSE_TIMEOUT: 'Let the receiver answer first and work afterwards, or raise the timeout of the webhook.',
  DNS_FAILURE: 'Check the spelling of the host and its public DNS records.',
  CONNECTION_REFUSED: 'Check that the receiver runs, and the port in the target URL.',
  CONNECTION_RESET: 'Look at the log of the receiver and of any proxy in front of it: one of them closed the connection.',
  TLS_FAILURE: "Check the receiver's certificate: host name, expiry date and intermediate certificates.",
  URL_BLOCKED: 'Use a public address, or ask the operator of this server to allow the network.',
  PROTOCOL_ERROR: 'Check that the target is an HTTP server; https and http ports may be mixed up.',
  CIRCUIT_OPEN: 'Mend the receiver; attempts go on when a probe succeeds.',
  INTERNAL: 'Nothing is wrong with the receiver. The operator of this server finds the cause in its log.',
  SECRET_UNREADABLE: "Give this server the master key back that the secret was stored with. If it is lost, rotate the webhook's secret and the account's signing key, and set secret headers anew.",
  OUTCOME_UNKNOWN: 'The receiver recognises a repeated event by its webhook-id and can ignore the second one.',
};

const CLIENT_ERROR_REMEDIES: Readonly<Record<number, string>> = {
  400: 'The receiver could not read the request: check which body and headers it expects.',
  401: 'Check the credentials in the custom headers, and that the receiver verifies the signature with the current secret over the raw body.',
  403: 'Check the credentials in the custom headers, and that the receiver verifies the signature with the current secret over the raw body.',
  404: 'Check the path of the target URL.',
  405: 'The address does not accept POST: check the path of the target URL.',
  413: 'Raise the largest body that the receiver, or a proxy in front of it, accepts.',
  415: 'Let the receiver accept the content type application/json.',
};

/** What to do about a failure, in one or two sentences. */
export function remedyFor(code: FailureCode, statusCode: number | null): string {
  const special = code === 'HTTP_CLIENT_ERROR' && statusCode !== null ? CLIENT_ERROR_REMEDIES[statusCode] : undefined;
  return special ?? REMEDIES[code];
}
