import type { SchemaEnum } from '../graphql.ts';

/** One short word for a failure without a response, as it stands where a response code would. */
const FAILURE_WORDS: Record<string, string> = {
  CONNECT_TIMEOUT: 'Timeout',
  RESPONSE_TIMEOUT: 'Timeout',
  DNS_FAILURE: 'DNS',
  CONNECTION_REFUSED: 'Refused',
  CONNECTION_RESET: 'Reset',
  TLS_FAILURE: 'TLS',
  URL_BLOCKED: 'Blocked',
  PROTOCOL_ERROR: 'Not HTTP',
  CIRCUIT_OPEN: 'Rested',
  INTERNAL: 'Our fault',
  SECRET_UNREADABLE: 'Not sent',
  OUTCOME_UNKNOWN: 'Unknown',
};

interface Answered {
  statusCode: number | null;
  failure?: { code: string } | null;
}

/** The response code, or in one word why there is none. */
export function answerWord({ statusCode, failure }: Answered): string {
  if (statusCode !== null) return String(statusCode);
  return failure ? FAILURE_WORDS[failure.code] ?? 'No answer' : '–';
}

interface Judged {
  number: number;
  status: SchemaEnum<'AttemptStatus'>;
  delivery: { status: SchemaEnum<'DeliveryStatus'>; attemptCount: number; nextAttemptAt?: string | null };
}

/**
 * How an attempt ended for its delivery. Only the newest attempt can say that the delivery waits for another one or has
 * given up; the earlier ones just failed.
 */
export function attemptOutcome({ number, status, delivery }: Judged): 'SUCCEEDED' | 'FAILED' | 'RETRYING' | 'GAVE_UP' | 'IN_PROGRESS' {
  if (status !== 'FAILED') return status;
  if (number < delivery.attemptCount) return 'FAILED';
  if (delivery.status === 'FAILED') return 'GAVE_UP';
  return delivery.status === 'RETRYING' ? 'RETRYING' : 'FAILED';
}
