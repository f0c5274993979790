import type { SchemaEnum } from '../../graphql.ts';
import { t } from '../../i18n.ts';

type FailureCode = SchemaEnum<'DeliveryFailureCode'>;

/** Failures by the words of the filter `failure`; those that look the same to a person share a word. */
export const FAILURES: Record<string, FailureCode[]> = {
  timeout: ['CONNECT_TIMEOUT', 'RESPONSE_TIMEOUT'],
  dns: ['DNS_FAILURE'],
  refused: ['CONNECTION_REFUSED'],
  reset: ['CONNECTION_RESET'],
  tls: ['TLS_FAILURE'],
  blocked: ['URL_BLOCKED'],
  protocol: ['PROTOCOL_ERROR'],
  redirect: ['HTTP_REDIRECT'],
  client: ['HTTP_CLIENT_ERROR'],
  gone: ['HTTP_GONE'],
  limited: ['HTTP_RATE_LIMITED'],
  server: ['HTTP_SERVER_ERROR'],
  internal: ['INTERNAL', 'SECRET_UNREADABLE', 'CIRCUIT_OPEN', 'OUTCOME_UNKNOWN'],
};

const ANSWERED: readonly FailureCode[] = ['HTTP_REDIRECT', 'HTTP_CLIENT_ERROR', 'HTTP_GONE', 'HTTP_RATE_LIMITED', 'HTTP_SERVER_ERROR'];

/** Failures before any response arrived. */
export const NO_RESPONSE: readonly FailureCode[] = Object.values(FAILURES).flat().filter((code) => !ANSWERED.includes(code));

export const FAILURE_CHOICES = [
  { label: t('deliveries.failures.timeout'), value: 'timeout' },
  { label: t('deliveries.failures.dns'), value: 'dns' },
  { label: t('deliveries.failures.refused'), value: 'refused' },
  { label: t('deliveries.failures.reset'), value: 'reset' },
  { label: t('deliveries.failures.tls'), value: 'tls' },
  { label: t('deliveries.failures.blocked'), value: 'blocked' },
  { label: t('deliveries.failures.protocol'), value: 'protocol' },
  { label: t('deliveries.failures.redirect'), value: 'redirect' },
  { label: t('deliveries.failures.client'), value: 'client' },
  { label: t('deliveries.failures.gone'), value: 'gone' },
  { label: t('deliveries.failures.limited'), value: 'limited' },
  { label: t('deliveries.failures.server'), value: 'server' },
  { label: t('deliveries.failures.internal'), value: 'internal' },
];
