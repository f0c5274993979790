import { Pool } from 'undici';

const CREATE = `mutation BenchCreate($input: WebhookCreateInput!) {
  webhookCreate(input: $input) { webhook { id } userErrors { message } }
}`;
const PUBLISH = `mutation BenchPublish($input: EventPublishInput!) { eventPublish(input: $input) { event { id } userErrors { message } } }`;
const PUBLISH_MANY = `mutation BenchPublishMany($input: EventsPublishInput!) { eventsPublish(input: $input) { userErrors { message } } }`;
const EXAMPLE = `query BenchExample { eventType(code: "telemetry.received") { examples { payload } } }`;

/** GraphQL over kept-alive connections. */
export function connect({ baseUrl, apiKey }, { connections = 32 } = {}) {
  const pool = new Pool(baseUrl, { connections });
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` };
  return {
    async graphql(query, variables = {}) {
      const response = await pool.request({ path: '/graphql', method: 'POST', headers, body: JSON.stringify({ query, variables }) });
      const { data, errors } = await response.body.json();
      if (errors) throw new Error(JSON.stringify(errors));
      return data;
    },
    close: () => pool.close(),
  };
}

/** Makes a webhook; returns its id. `own` are fields of the input that differ from the usual. */
export async function createWebhook(api, url, own = {}) {
  const { webhookCreate } = await api.graphql(CREATE, {
    input: {
      name: `Benchmark ${crypto.randomUUID()}`, url, environment: 'PRODUCTION', events: ['telemetry.received'],
      signatureSchemes: ['HMAC_BODY', 'STANDARD_WEBHOOKS'], ...own,
    },
  });
  expectAccepted(webhookCreate);
  return webhookCreate.webhook.id;
}

/** A valid payload of exactly `bytes` bytes as JSON text. */
export async function payloadOf(api, bytes) {
  const { eventType } = await api.graphql(EXAMPLE);
  const payload = structuredClone(eventType.examples[0].payload);
  payload.record.dataType = 'text';
  payload.record.data = '';
  payload.record.data = 'x'.repeat(bytes - Buffer.byteLength(JSON.stringify(payload)));
  return payload;
}

export const eventOf = (payload, own = {}) => ({
  type: 'telemetry.received', environment: 'PRODUCTION', resourceId: 'tel_t9AAAAAAAAAAAAAAAAAAAA', payload, idempotencyKey: crypto.randomUUID(), ...own,
});

/** Publishes one event: its id, when it was sent (monotonic nanoseconds) and how long the answer took (ms). */
export async function publish(api, event) {
  const at = process.hrtime.bigint();
  const { eventPublish } = await api.graphql(PUBLISH, { input: { event } });
  expectAccepted(eventPublish);
  return { id: eventPublish.event.id, at, tookMs: Number(process.hrtime.bigint() - at) / 1e6 };
}

/** Publishes events with one request. */
export async function publishMany(api, events) {
  const { eventsPublish } = await api.graphql(PUBLISH_MANY, { input: { events } });
  expectAccepted(eventsPublish);
}

function expectAccepted({ userErrors }) {
  if (userErrors.length > 0) throw new Error(JSON.stringify(userErrors));
}
