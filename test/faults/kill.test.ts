import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { createTestDatabase, eachDatabase } from '../support/databases.ts';
import { licenseEvent } from '../support/engine.ts';
import { Receiver } from '../support/receiver.ts';
import { ServerProcess } from '../support/server-process.ts';

const PUBLISHERS = 4;
/** Acknowledgements after which the server is killed, one kill each: another point of the work each time. */
const KILL_AFTER = [1, 60, 7, 150];

const CREATE = `mutation($input: WebhookCreateInput!) { webhookCreate(input: $input) { webhook { id } userErrors { message } } }`;
const PUBLISH = `mutation($input: EventPublishInput!) { eventPublish(input: $input) { event { id } userErrors { message } } }`;
const LEFT = `{ deliveries(first: 1, filter: { statuses: [PENDING, IN_PROGRESS, RETRYING] }) { count { value } } }`;

eachDatabase('kill -9 under load', (kind) => {
  it('loses no acknowledged event, invents none, and repeats only attempts of unknown outcome', { timeout: 120_000 }, async () => {
    const receiver = await Receiver.start();
    const server = await ServerProcess.start({ database: await createTestDatabase(kind) });
    try {
      await server.api.graphql(CREATE, {
        input: { name: 'Receiver', url: receiver.url(), environment: 'PRODUCTION', events: ['*'], signatureSchemes: ['HMAC_BODY'] },
      });
      const acknowledged = new Set<string>();
      for (const killAfter of KILL_AFTER) {
        await publishAndKill(server, acknowledged, acknowledged.size + killAfter);
        await server.restart();
      }
      await untilNothingIsLeft(server);
      const arrived = receiver.requests.map((request) => request.headers['webhook-id']!);
      expect(acknowledged.size).toBeGreaterThan(0);
      expect([...acknowledged].filter((id) => !arrived.includes(id)), 'lost').toEqual([]);
      expect(await unexplainedRepetitions(server, arrived), 'unexplained').toEqual([]);
    } finally {
      await receiver.close();
      await server.stop();
    }
  });
});

/** Publishes from several clients at once and kills the server as soon as so many events are acknowledged. */
async function publishAndKill(server: ServerProcess, acknowledged: Set<string>, killAt: number): Promise<void> {
  const publish = async () => {
    while (acknowledged.size < killAt) {
      const id = await publishOne(server);
      if (id === null) return;
      acknowledged.add(id);
    }
    await server.kill();
  };
  await Promise.all(Array.from({ length: PUBLISHERS }, publish));
}

/** Null when the server died before its answer came: then nothing is promised. */
async function publishOne(server: ServerProcess): Promise<string | null> {
  const input = { event: licenseEvent({ idempotencyKey: randomUUID() }) };
  const answer = await server.api.graphql<{ eventPublish: { event: { id: string } } }>(PUBLISH, { input }).catch(() => null);
  return answer?.eventPublish.event.id ?? null;
}

async function untilNothingIsLeft(server: ServerProcess): Promise<void> {
  for (const giveUp = AbortSignal.timeout(60_000); ; giveUp.throwIfAborted()) {
    const { deliveries } = await server.api.graphql<{ deliveries: { count: { value: number } } }>(LEFT);
    if (deliveries.count.value === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Events that arrived more often than once without an attempt whose outcome was unknown. */
async function unexplainedRepetitions(server: ServerProcess, arrived: readonly string[]): Promise<string[]> {
  const times = new Map<string, number>();
  for (const id of arrived) times.set(id, (times.get(id) ?? 0) + 1);
  const unexplained = [];
  for (const [id, count] of times) {
    if (count > 1 && count - 1 > await unknownAttempts(server, id)) unexplained.push(id);
  }
  return unexplained;
}

async function unknownAttempts(server: ServerProcess, eventId: string): Promise<number> {
  const query = `query($search: String!) { deliveryAttempts(first: 100, filter: { search: $search, failureCodes: [OUTCOME_UNKNOWN] }) { nodes { id } } }`;
  return (await server.api.graphql<{ deliveryAttempts: { nodes: unknown[] } }>(query, { search: eventId })).deliveryAttempts.nodes.length;
}
