import { expect, it } from 'vitest';
import { newId } from '../../server/domain/ids.ts';
import { startTestApp } from './test-app.ts';

const CREATE = `mutation { webhookCreate(input: { name: "CRM", url: "https://crm.example.com/in", environment: STAGING, events: ["license.*"], isActive: false }) {
  webhook { id } userErrors { message } } }`;
const PUBLISH = `mutation ($events: [EventInput!]!) { eventsPublish(input: { events: $events }) { userErrors { message } } }`;
const ACTIVATE = 'mutation ($id: ID!) { webhooksActivate(input: { ids: [$id] }) { userErrors { message } } }';
const REPLAY = `mutation ($input: DeliveriesReplayInput!) { deliveriesReplay(input: $input) { bulkOperation { id } userErrors { message } } }`;
const FOLLOW = 'subscription ($id: ID!) { bulkOperation(id: $id) { status succeededCount totalCount } }';

interface Progress { bulkOperation: { status: string; succeededCount: number; totalCount: number } }

it('a server replays what a webhook missed while it was off, and tells of the progress to its end', { timeout: 30_000 }, async () => {
  const app = await startTestApp();
  const { webhookCreate } = await app.api.graphql<{ webhookCreate: { webhook: { id: string } } }>(CREATE);
  const { id } = webhookCreate.webhook;
  const { eventType } = await app.api.graphql<{ eventType: { examples: { payload: unknown }[] } }>('{ eventType(code: "license.created") { examples { payload } } }');
  const event = { type: 'license.created', environment: 'STAGING', resourceId: 'lic_1', payload: eventType.examples[0]!.payload };
  await app.api.graphql(PUBLISH, { events: [1, 2, 3].map((number) => ({ ...event, idempotencyKey: `key ${number}` })) });
  await app.api.graphql(ACTIVATE, { id });
  const scope = { missedSince: { webhookId: id, since: '2020-01-01T00:00:00Z' } };
  const { deliveriesReplay } = await app.api.graphql<{ deliveriesReplay: { bulkOperation: { id: string } } }>(REPLAY, { input: { scope, idempotencyKey: 'after the outage' } });
  const messages: Progress[] = [];
  for await (const message of app.api.subscribe<Progress>(FOLLOW, { id: deliveriesReplay.bulkOperation.id })) messages.push(message);
  expect(messages.at(-1)).toEqual({ bulkOperation: { status: 'COMPLETED', succeededCount: 3, totalCount: 3 } });
  for await (const message of app.api.subscribe<Progress>(FOLLOW, { id: newId('bulk') })) throw new Error(`Progress of nothing: ${JSON.stringify(message)}`);
  await app.api.close();
  await app.stop();
});
