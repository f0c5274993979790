import { varyPayload } from './payloads.js';

const TICK_MS = 200;
const BURST_EVERY_TICKS = 75;
const BURST_SIZE = 40;

/** How often each group happens in real life: telemetry all day, products hardly ever. */
const WEIGHTS = { license: 30, activation: 30, product: 2, contract: 6, telemetry: 32 };
const ENVIRONMENTS = { PRODUCTION: 80, STAGING: 12, DEVELOPMENT: 8 };

const CATALOGUE = `query DemoCatalogue { eventTypeGroups { key eventTypes { code examples { payload } } } }`;
const PUBLISH = `mutation DemoPublish($input: EventPublishInput!) { eventPublish(input: $input) { userErrors { message } } }`;
const PUBLISH_MANY = `mutation DemoBurst($input: EventsPublishInput!) { eventsPublish(input: $input) { userErrors { message } } }`;

/** The types of the catalogue, by group. */
export async function readGroups(graphql) {
  const { eventTypeGroups } = await graphql(CATALOGUE);
  return Object.fromEntries(eventTypeGroups.map(({ key, eventTypes }) => [key, eventTypes]));
}

/**
 * Publishes about five events a second and now and then a burst, until stopped. The first events go through all types once.
 * @param {(query: string, variables?: object) => Promise<Record<string, unknown>>} graphql
 * @param {(message: string) => void} report called when publishing fails
 * @returns {Promise<() => void>} stops the stream
 */
export async function startStream(graphql, report) {
  const groups = await readGroups(graphql);
  const all = Object.values(groups).flat();
  let tick = 0;
  const timer = setInterval(() => {
    tick++;
    const work = tick % BURST_EVERY_TICKS === 0
      ? publishMany(graphql, groups, { count: BURST_SIZE, environments: { PRODUCTION: 1 } })
      : publishOne(graphql, all[tick - 1] ?? drawType(groups));
    work.catch((error) => report(error.message));
  }, TICK_MS);
  return () => clearInterval(timer);
}

async function publishOne(graphql, type) {
  const { eventPublish } = await graphql(PUBLISH, { input: { event: makeEvent(type, draw(ENVIRONMENTS)) } });
  refuseErrors(eventPublish.userErrors);
}

/** What a nightly job or a bulk change does. */
export async function publishMany(graphql, groups, { count, environments = ENVIRONMENTS }) {
  const events = Array.from({ length: count }, () => makeEvent(drawType(groups), draw(environments)));
  const { eventsPublish } = await graphql(PUBLISH_MANY, { input: { events } });
  refuseErrors(eventsPublish.userErrors);
}

function makeEvent({ code, examples }, environment) {
  const { payload, resourceId } = varyPayload(code, examples[Math.floor(Math.random() * examples.length)].payload);
  return { type: code, environment, resourceId, payload, idempotencyKey: crypto.randomUUID() };
}

function drawType(groups) {
  const types = groups[draw(Object.fromEntries(Object.keys(groups).map((key) => [key, WEIGHTS[key] ?? 1])))];
  return types[Math.floor(Math.random() * types.length)];
}

function draw(weights) {
  const total = Object.values(weights).reduce((sum, weight) => sum + weight, 0);
  let at = Math.random() * total;
  return Object.keys(weights).find((key) => (at -= weights[key]) < 0) ?? Object.keys(weights)[0];
}

function refuseErrors(userErrors) {
  if (userErrors.length > 0) throw new Error(userErrors.map(({ message }) => message).join(' '));
}
