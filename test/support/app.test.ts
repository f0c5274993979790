import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startApp, type TestApp } from './app.ts';
import { Receiver } from './receiver.ts';

let server: TestApp;
let receiver: Receiver;
beforeAll(async () => { [server, receiver] = await Promise.all([startApp(), Receiver.start()]); }, 30_000);
afterAll(() => Promise.all([server.stop(), receiver.close()]));

it('answers with an API key and delivers to a receiver on loopback', async () => {
  await createWebhook();
  const eventId = await publish();
  const [request] = await receiver.received();
  expect(request?.headers['webhook-id']).toBe(eventId);
  await expect.poll(async () => (await recordedAttempts()).nodes).toHaveLength(1);
});

it('streams attempts to the subscription that README.md shows', async () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const query = /`(subscription [\s\S]*?)`/.exec(readme)?.[1] ?? '';
  const { streamCursor } = await recordedAttempts();
  const eventId = await publish();
  const stream = server.api.subscribe<Live>(query, { after: streamCursor });
  expect(await firstAttempt(stream)).toMatchObject({ delivery: { event: { type: { code: 'product.created' } } } });
  expect(receiver.requests.at(-1)?.headers['webhook-id']).toBe(eventId);
});

async function recordedAttempts(): Promise<{ streamCursor: string; nodes: unknown[] }> {
  const { deliveryAttempts } = await server.api.graphql<{ deliveryAttempts: { streamCursor: string; nodes: unknown[] } }>('{ deliveryAttempts(first: 10) { streamCursor nodes { id } } }');
  return deliveryAttempts;
}

interface Live { deliveryAttempts: { cursor: string; attempts: unknown[] } }

/** Messages without attempts tell that the stream has caught up, or that it is alive. */
async function firstAttempt(stream: AsyncIterable<Live>): Promise<unknown> {
  for await (const { deliveryAttempts } of stream) {
    if (deliveryAttempts.attempts.length > 0) return deliveryAttempts.attempts[0];
  }
  throw new Error('The stream ended.');
}

async function createWebhook(): Promise<void> {
  const { webhookCreate } = await server.api.graphql<{ webhookCreate: { userErrors: unknown[] } }>(
    'mutation ($input: WebhookCreateInput!) { webhookCreate(input: $input) { userErrors { message } } }',
    { input: { name: 'Receiver', url: receiver.url(), environment: 'PRODUCTION', events: ['product.*'] } },
  );
  expect(webhookCreate.userErrors).toEqual([]);
}

async function publish(): Promise<string> {
  const { eventType } = await server.api.graphql<{ eventType: { examples: { payload: unknown }[] } }>(
    '{ eventType(code: "product.created") { examples { payload } } }',
  );
  const { eventPublish } = await server.api.graphql<{ eventPublish: { event: { id: string }; userErrors: unknown[] } }>(
    'mutation ($event: EventInput!) { eventPublish(input: {event: $event}) { event { id } userErrors { message } } }',
    {
      event: {
        type: 'product.created', environment: 'PRODUCTION', resourceId: 'prod_1', idempotencyKey: randomUUID(),
        payload: eventType.examples[0]?.payload,
      },
    },
  );
  expect(eventPublish.userErrors).toEqual([]);
  return eventPublish.event.id;
}
