import { t } from '../../i18n.ts';

/** Members of a body in their order. */
export const BODY_MEMBERS: readonly (readonly [name: string, meaning: string])[] = (
  ['eventId', 'eventDate', 'eventCode', 'resourceId', 'environment', 'schemaVersion', 'sample', 'payload'] as const
).map((name) => [name, t(`apiDocs.body.${name}`)]);

export const REQUEST_HEADERS: readonly (readonly [name: string, meaning: string])[] = [
  ['Content-Type', 'application/json'],
  ['User-Agent', t('apiDocs.headers.userAgent', { product: 'Keybell' })],
  ['webhook-id', t('apiDocs.headers.webhookId')],
  ['webhook-timestamp', t('apiDocs.headers.webhookTimestamp')],
  ['webhook-signature', t('apiDocs.headers.webhookSignature')],
  ['X-Webhook-Signature', t('apiDocs.headers.hmacSignature')],
  ['N-Signature', t('apiDocs.headers.rsaSignature')],
  ['X-Webhook-Event', t('apiDocs.headers.event')],
  ['X-Webhook-Environment', t('apiDocs.headers.environment')],
  ['X-Webhook-Listener', t('apiDocs.headers.listener')],
  ['X-Webhook-Delivery', t('apiDocs.headers.delivery')],
  ['X-Webhook-Attempt', t('apiDocs.headers.attempt')],
];

/** What an answer means: answer, meaning. */
export const ANSWERS: readonly (readonly [answer: string, meaning: string])[] = [
  ['200–299', t('apiDocs.answers.success')],
  ['3xx', t('apiDocs.answers.redirect')],
  ['410', t('apiDocs.answers.gone')],
  [t('apiDocs.answers.retryAfterCodes'), t('apiDocs.answers.retryAfter')],
  [t('apiDocs.answers.overloadCodes'), t('apiDocs.answers.overload')],
  [t('apiDocs.answers.otherCodes'), t('apiDocs.answers.other')],
  [t('apiDocs.answers.noneCode'), t('apiDocs.answers.none')],
];

/** In the order in which a request can fail. */
const FAILURE_CODES = [
  'URL_BLOCKED', 'DNS_FAILURE', 'CONNECT_TIMEOUT', 'CONNECTION_REFUSED', 'TLS_FAILURE', 'CONNECTION_RESET', 'RESPONSE_TIMEOUT', 'PROTOCOL_ERROR', 'HTTP_REDIRECT', 'HTTP_CLIENT_ERROR', 'HTTP_GONE',
  'HTTP_RATE_LIMITED', 'HTTP_SERVER_ERROR', 'SECRET_UNREADABLE', 'OUTCOME_UNKNOWN', 'INTERNAL',
] as const;

/** Failure codes of an attempt, with what to do. */
export const FAILURES: readonly (readonly [code: string, meaning: string, remedy: string])[] = FAILURE_CODES.map((code) => [code, t(`apiDocs.failures.${code}.meaning`), t(`apiDocs.failures.${code}.remedy`)]);

export const IDEMPOTENCY_EXAMPLE = `app.post('/webhooks', express.raw({ type: '*/*' }), async (request, response) => {
  if (!isAuthentic(request)) return response.sendStatus(401);
  const event = JSON.parse(request.body);
  await database.transaction(async (tx) => {
    // The primary key makes the second one wait for the first, and then do nothing.
    const { rowCount } = await tx.query('INSERT INTO handled_events (id) VALUES ($1) ON CONFLICT DO NOTHING', [event.eventId]);
    if (rowCount === 1) await tx.query('INSERT INTO jobs (kind, data) VALUES ($1, $2)', [event.eventCode, event]);
  });
  response.sendStatus(204);
});
`;

interface ExampleType { code: string; schemaVersion: string; examples: readonly { payload: unknown }[] }

/** A body like those that are sent, with the catalogue's own example as payload; without a type, with an empty one. */
export function exampleBody(type: ExampleType | null): string {
  return JSON.stringify({
    eventId: 'evt_01JD3M8Q4T9V2Z6X8B0C2D4E6F',
    eventDate: '2026-11-20T12:00:00.123Z',
    eventCode: type?.code ?? 'webhook.test',
    resourceId: 'lic_8f2c41',
    environment: 'production',
    schemaVersion: type?.schemaVersion ?? '2026-01-01',
    payload: type?.examples[0]?.payload ?? {},
  });
}
