import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GraphqlAnswer } from '../support/api-client.ts';
import { API_KEY, startTestApp, type TestApp } from './test-app.ts';

/** What is missing from the database, and so stands in the messages of its driver. */
const LOST_TABLE = 'webhook_event';

describe('an error that nobody expected', () => {
  let app: TestApp;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'keybell-broken-'));
    const file = join(folder, 'keybell.db');
    app = await startTestApp({ settings: { DATABASE_URL: `sqlite:${file}` } });
    const database = await new DataSource({ type: 'better-sqlite3', database: file }).initialize();
    await database.query(`ALTER TABLE ${LOST_TABLE} RENAME TO elsewhere`);
    await database.destroy();
  });
  afterAll(async () => {
    await app.api.close();
    await app.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** One error that says no more than a request id, and a line in the log under that id that has the cause. */
  function expectMasked({ errors = [] }: Pick<GraphqlAnswer<unknown>, 'errors'>): void {
    expect(errors).toHaveLength(1);
    const { message, extensions } = errors[0]!;
    const requestId = String(extensions?.requestId);
    expect(message).toBe(`Something went wrong on our side. The server log has it under request ${requestId}.`);
    expect(extensions).toEqual({ code: 'INTERNAL_SERVER_ERROR', requestId });
    expect(JSON.stringify(errors)).not.toContain(LOST_TABLE);
    const lines = app.log.filter((line) => line.includes(requestId));
    expect(lines.some((line) => line.includes(`no such table: ${LOST_TABLE}`))).toBe(true);
  }

  it('in a query is told by the id of a request that the log has', async () => {
    expectMasked(await app.api.request('{ webhookEvents(first: 1) { nodes { id } } }'));
  });

  it('in a mutation is no user error', async () => {
    const { eventType } = await app.api.graphql<{ eventType: { examples: { payload: unknown }[] } }>('{ eventType(code: "license.created") { examples { payload } } }');
    const event = { type: 'license.created', resourceId: 'lic_1', payload: eventType.examples[0]!.payload, environment: 'STAGING', idempotencyKey: '1' };
    expectMasked(await app.api.request('mutation($event: EventInput!) { eventPublish(input: { event: $event }) { userErrors { message } } }', { event }));
  });

  it('on a WebSocket is told in the same way', async () => {
    const stream = app.api.subscribe('query { webhookEvents(first: 1) { nodes { id } } }');
    const error = await stream.next().then(() => null, (reason: Error) => reason);
    const errors = JSON.parse(error!.message.replace(/^GraphQL: /, '')) as GraphqlAnswer<unknown>['errors'];
    expectMasked({ errors });
  });

  it('has the id that the response has in its header', async () => {
    const response = await fetch(`${app.baseUrl}/graphql`, {
      method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${API_KEY}` },
      body: JSON.stringify({ query: '{ webhookEvents(first: 1) { nodes { id } } }' }),
    });
    const { errors } = await response.json() as GraphqlAnswer<unknown>;
    expect(errors?.[0]?.extensions?.requestId).toBe(response.headers.get('x-request-id'));
  });
});
