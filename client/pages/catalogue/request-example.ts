import { prettyJson } from '../../lib/json-tokens.ts';
import { exampleResourceId } from '../webhook-form/request-preview.ts';

interface ExampleOptions {
  code: string;
  schemaVersion: string;
  payload: unknown;
  /** Ms since epoch. */
  now: number;
}

const EVENT_ID = 'evt_EXAMPLE';

/** The whole request of an event as it goes over the wire. Dots stand for what is made when it is sent. */
export function requestExample({ code, schemaVersion, payload, now }: ExampleOptions): string {
  const body = JSON.stringify({
    eventId: EVENT_ID, eventDate: new Date(now).toISOString(), eventCode: code, resourceId: exampleResourceId(code, payload), environment: 'production', schemaVersion, payload,
  });
  const headers = [
    'POST /webhooks HTTP/1.1', 'Host: your.host', 'Content-Type: application/json', `webhook-id: ${EVENT_ID}`, `webhook-timestamp: ${Math.floor(now / 1_000)}`,
    `X-Webhook-Event: ${code}`, 'X-Webhook-Environment: production', 'X-Webhook-Listener: wh_…', 'X-Webhook-Delivery: dlv_…', 'X-Webhook-Attempt: 1',
    'webhook-signature: v1,…', 'X-Webhook-Signature: sha256=…', 'N-Signature: …',
  ];
  return `${headers.join('\n')}\n\n${prettyJson(body) ?? body}\n`;
}
