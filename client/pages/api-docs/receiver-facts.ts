/** Members of a body in their order. */
export const BODY_MEMBERS: readonly (readonly [name: string, meaning: string])[] = [
  ['eventId', 'Stays the same over webhooks, retries and replays: the key by which repetitions are known.'],
  ['eventDate', 'When it happened, UTC with milliseconds.'],
  ['eventCode', 'Event type, from the catalogue.'],
  ['resourceId', 'The licence, activation, product, contract or record it is about; the id of the webhook for a test.'],
  ['environment', 'production, staging or development.'],
  ['schemaVersion', 'Version of the payload schema.'],
  ['sample', 'Only in samples sent from the console: true.'],
  ['payload', 'What the publisher sent, byte for byte; empty for a test.'],
];

export const REQUEST_HEADERS: readonly (readonly [name: string, meaning: string])[] = [
  ['Content-Type', 'application/json'],
  ['User-Agent', 'Keybell and its version'],
  ['webhook-id', 'The event id.'],
  ['webhook-timestamp', 'Unix seconds of this attempt. Refuse what is older than five minutes.'],
  ['webhook-signature', 'Signature of Standard Webhooks.'],
  ['X-Webhook-Signature', 'Signature of the body with the secret of the webhook.'],
  ['N-Signature', 'Signature of the body with the RSA key of the account.'],
  ['X-Webhook-Event', 'Event code.'],
  ['X-Webhook-Environment', 'production, staging or development.'],
  ['X-Webhook-Listener', 'Id of the webhook.'],
  ['X-Webhook-Delivery', 'Id of the delivery: one event on its way to one webhook.'],
  ['X-Webhook-Attempt', 'Number of the attempt, from 1.'],
];

/** What an answer means: answer, meaning. */
export const ANSWERS: readonly (readonly [answer: string, meaning: string])[] = [
  ['200–299', 'Succeeded, whatever the body of the answer says.'],
  ['3xx', 'Failed. Redirects are never followed.'],
  ['410', 'Failed for good; the webhook is switched off.'],
  ['429, 503 with Retry-After', 'Tried again, never earlier than asked.'],
  ['429, 502, 503, 504, timeout', 'Tried again after at least 60 s, with less at once.'],
  ['other 4xx and 5xx', 'Tried again as the retry policy says.'],
  ['no answer', 'Tried again: the name, the connection, TLS or the time limit failed.'],
];

/** Failure codes of an attempt, in the order in which a request can fail. */
export const FAILURES: readonly (readonly [code: string, meaning: string, remedy: string])[] = [
  ['URL_BLOCKED', 'The address may not be called', 'Use a public address, or let the operator allow the network.'],
  ['DNS_FAILURE', 'The host does not resolve', 'Check the name and its records.'],
  ['CONNECT_TIMEOUT', 'No connection in time', 'Let the outgoing addresses through the firewall.'],
  ['CONNECTION_REFUSED', 'Nothing listens there', 'Start the receiver, check the port.'],
  ['TLS_FAILURE', 'No trusted, encrypted connection', 'Send the whole chain of certificates; renew what has expired.'],
  ['CONNECTION_RESET', 'Closed before an answer came', 'Look into the log of the receiver or its proxy.'],
  ['RESPONSE_TIMEOUT', 'No complete answer in time', 'Answer first, work afterwards.'],
  ['PROTOCOL_ERROR', 'The answer is not HTTP', 'Check that the port speaks HTTP.'],
  ['HTTP_REDIRECT', 'Answered 3xx', 'Enter the address that it leads to.'],
  ['HTTP_CLIENT_ERROR', 'Answered 4xx', 'Often a wrong path, or a signature check that fails.'],
  ['HTTP_GONE', 'Answered 410', 'Switch the webhook on again when the receiver is back.'],
  ['HTTP_RATE_LIMITED', 'Answered 429', 'Give the webhook a rate limit.'],
  ['HTTP_SERVER_ERROR', 'Answered 5xx', 'Look into the log of the receiver.'],
  ['SECRET_UNREADABLE', 'A secret cannot be read', 'The operator has to bring back its master key.'],
  ['OUTCOME_UNKNOWN', 'The server stopped meanwhile', 'Nothing to do: it is made again.'],
  ['INTERNAL', 'A fault of this server', 'Tell the operator the id of the attempt.'],
];

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
