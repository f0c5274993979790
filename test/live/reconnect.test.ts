import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { between, chanceOf } from '../faults/seed.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { createTestDatabase, type TestDatabase } from '../support/databases.ts';
import { Receiver } from '../support/receiver.ts';
import { AttemptFollower, type SeenAttempt } from './attempt-follower.ts';

const FOLLOWERS = 25;
const CUTS_PER_FOLLOWER = 40;
/** A connection is cut so long after so many messages, at most: before it stands, while it is answered, or in the midst of the stream. */
const MOST_MESSAGES = 2;
const LONGEST_WAIT_MS = 40;
/** Of those who are cut, some forget the last cursor, as a program does that crashes before it has kept it. */
const FORGETFUL_SHARE = 0.3;
const WAIT = { timeout: 60_000, interval: 50 };
const PAYLOAD = (await import('../../schema/events/telemetry.json')).types[0]!.examples[0]!.payload;

let database: TestDatabase;
let app: TestApp;
let receiver: Receiver;

beforeEach(async () => {
  receiver = await Receiver.start();
  database = await createTestDatabase('sqlite');
  app = await startApp({ database });
  await app.api.graphql('mutation($input: WebhookCreateInput!) { webhookCreate(input: $input) { userErrors { message } } }', {
    input: { name: 'Load', url: receiver.url(), environment: 'PRODUCTION', events: ['*'] },
  });
}, 60_000);

afterEach(async () => {
  await app.stop();
  await database.remove();
  await receiver.close();
});

/** Publishes without a pause until it is told to stop; returns how many events were acknowledged. A server that restarts is waited for. */
function publishMeanwhile(): () => Promise<number> {
  let isOver = false;
  let acknowledged = 0;
  const publishing = (async () => {
    while (!isOver) {
      const events = Array.from({ length: 5 }, () => ({
        type: 'telemetry.received', environment: 'PRODUCTION', resourceId: 'tel_0000000000000000000001', idempotencyKey: crypto.randomUUID(), payload: PAYLOAD,
      }));
      const publish = app.api.graphql('mutation($input: EventsPublishInput!) { eventsPublish(input: $input) { userErrors { message } } }', { input: { events } });
      await publish.then(() => { acknowledged += events.length; }, () => undefined);
      await delay(20);
    }
  })();
  return async () => {
    isOver = true;
    await publishing;
    return acknowledged;
  };
}

async function streamCursor(): Promise<string> {
  const { deliveryAttempts } = await app.api.graphql<{ deliveryAttempts: { streamCursor: string } }>('{ deliveryAttempts(first: 1) { streamCursor } }');
  return deliveryAttempts.streamCursor;
}

interface Page { deliveryAttempts: { nodes: SeenAttempt[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } } }

/** Every attempt as the list has it when nothing is left to be sent. */
async function allAttempts(): Promise<Map<string, number>> {
  const waiting = '{ deliveries(first: 1, filter: { statuses: [PENDING, IN_PROGRESS, RETRYING] }) { count { value } } }';
  await vi.waitUntil(async () => (await app.api.graphql<{ deliveries: { count: { value: number } } }>(waiting)).deliveries.count.value === 0, WAIT);
  const attempts = new Map<string, number>();
  for (let after: string | null = null, hasNext = true; hasNext;) {
    const { deliveryAttempts: page }: Page = await app.api.graphql<Page>(
      'query($after: Cursor) { deliveryAttempts(first: 100, after: $after) { nodes { id revision } pageInfo { hasNextPage endCursor } } }', { after },
    );
    for (const { id, revision } of page.nodes) attempts.set(id, revision);
    ({ hasNextPage: hasNext, endCursor: after } = page.pageInfo);
  }
  return attempts;
}

/** Lets all of them read to the end, and compares what they hold with the list. */
async function expectComplete(followers: readonly AttemptFollower[]): Promise<Map<string, number>> {
  const wanted = await allAttempts();
  for (const follower of followers) void follower.follow(app.baseUrl);
  await vi.waitUntil(() => followers.every(({ held }) => held.size >= wanted.size), WAIT);
  for (const follower of followers) {
    await follower.cut();
    expect(follower.held).toEqual(wanted);
  }
  expect(followers.reduce((sum, { gaps }) => sum + gaps, 0)).toBe(0);
  return wanted;
}

it('loses nothing over a thousand cuts at any moment under load, and repeats only what the revision removes', { timeout: 240_000 }, async () => {
  const cursor = await streamCursor();
  const followers = Array.from({ length: FOLLOWERS }, () => new AttemptFollower(cursor));
  const stopPublishing = publishMeanwhile();
  await Promise.all(followers.map(async (follower, number) => {
    const random = chanceOf(`cuts ${number}`);
    for (let cut = 0; cut < CUTS_PER_FOLLOWER; cut++) {
      void follower.follow(app.baseUrl);
      await follower.messages(between(random, 0, MOST_MESSAGES));
      await delay(between(random, 0, LONGEST_WAIT_MS));
      await follower.cut({ forgets: random() < FORGETFUL_SHARE });
    }
  }));
  const acknowledged = await stopPublishing();
  expect(followers.reduce((sum, { cuts }) => sum + cuts, 0)).toBe(FOLLOWERS * CUTS_PER_FOLLOWER);
  expect((await expectComplete(followers)).size).toBe(acknowledged);
  expect(followers.reduce((sum, { dropped }) => sum + dropped, 0)).toBeGreaterThan(0);
});

it('goes on without a gap when the server restarts under load, which every socket is told by 1012', { timeout: 240_000 }, async () => {
  const cursor = await streamCursor();
  const followers = Array.from({ length: FOLLOWERS }, () => new AttemptFollower(cursor));
  const stopPublishing = publishMeanwhile();
  const closed = Promise.all(followers.map((follower) => follower.follow(app.baseUrl)));
  await vi.waitUntil(() => followers.every(({ held }) => held.size > 0), WAIT);
  await app.stop();
  expect(new Set(await closed)).toEqual(new Set([1012]));
  app = await startApp({ database });
  for (const follower of followers) void follower.follow(app.baseUrl);
  const heldBefore = followers.map(({ held }) => held.size);
  await vi.waitUntil(() => followers.every(({ held }, number) => held.size > heldBefore[number]!), WAIT);
  const acknowledged = await stopPublishing();
  await Promise.all(followers.map((follower) => follower.cut()));
  expect((await expectComplete(followers)).size).toBeGreaterThanOrEqual(acknowledged);
});
