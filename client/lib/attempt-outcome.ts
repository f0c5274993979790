import { t } from '../i18n.ts';
import type { SchemaEnum } from '../graphql.ts';

/** One short word for a failure without a response, as it stands where a response code would. */
const FAILURE_WORDS: Record<string, string> = {
  CONNECT_TIMEOUT: t('status.answer.CONNECT_TIMEOUT'),
  RESPONSE_TIMEOUT: t('status.answer.RESPONSE_TIMEOUT'),
  DNS_FAILURE: t('status.answer.DNS_FAILURE'),
  CONNECTION_REFUSED: t('status.answer.CONNECTION_REFUSED'),
  CONNECTION_RESET: t('status.answer.CONNECTION_RESET'),
  TLS_FAILURE: t('status.answer.TLS_FAILURE'),
  URL_BLOCKED: t('status.answer.URL_BLOCKED'),
  PROTOCOL_ERROR: t('status.answer.PROTOCOL_ERROR'),
  CIRCUIT_OPEN: t('status.answer.CIRCUIT_OPEN'),
  INTERNAL: t('status.answer.INTERNAL'),
  SECRET_UNREADABLE: t('status.answer.SECRET_UNREADABLE'),
  OUTCOME_UNKNOWN: t('status.answer.OUTCOME_UNKNOWN'),
};

interface Answered {
  statusCode: number | null;
  failure?: { code: string } | null;
}

/** The response code, or in one word why there is none. */
export function answerWord({ statusCode, failure }: Answered): string {
  if (statusCode !== null) return String(statusCode);
  return failure ? FAILURE_WORDS[failure.code] ?? t('status.answer.none') : '–';
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
