import { afterAll, beforeAll, expect, it } from 'vitest';
import { startApp, type TestApp } from './app.ts';
import { Receiver } from './receiver.ts';

let server: TestApp;
let receiver: Receiver;
beforeAll(async () => { [server, receiver] = await Promise.all([startApp(), Receiver.start()]); }, 30_000);
afterAll(() => Promise.all([server.stop(), receiver.close()]));

it('answers with an API key and delivers to a receiver on loopback', async () => {
  const { webhookCreate } = await server.api.graphql<{ webhookCreate: { userErrors: unknown[] } }>(
    'mutation ($input: WebhookCreateInput!) { webhookCreate(input: $input) { userErrors { message } } }',
    { input: { name: 'Receiver', url: receiver.url(), environment: 'PRODUCTION', events: ['product.*'] } },
  );
  expect(webhookCreate.userErrors).toEqual([]);
  const payload = await examplePayload('product.created');
  const { eventPublish } = await server.api.graphql<{ eventPublish: { event: { id: string }; userErrors: unknown[] } }>(
    'mutation ($event: EventInput!) { eventPublish(input: {event: $event}) { event { id } userErrors { message } } }',
    { event: { type: 'product.created', environment: 'PRODUCTION', resourceId: 'prod_1', idempotencyKey: 'k1', payload } },
  );
  expect(eventPublish.userErrors).toEqual([]);
  const [request] = await receiver.received();
  expect(request?.headers['webhook-id']).toBe(eventPublish.event.id);
});

async function examplePayload(code: string): Promise<unknown> {
  const { eventType } = await server.api.graphql<{ eventType: { examples: { payload: unknown }[] } }>(
    'query ($code: EventTypeCode!) { eventType(code: $code) { examples { payload } } }', { code },
  );
  return eventType.examples[0]?.payload;
}
