import { loadavg } from 'node:os';
import { request } from 'undici';
import { startServer } from './server.js';

const ROUNDS = 40;
const WARM_UP = 10;

const times = (count, make) => Array.from({ length: count }, (_, index) => make(index)).join(' ');

/** Documents that stay just within the limits and give the rules of GraphQL the most to do, and two that do not stay within them. */
const DOCUMENTS = {
  '300 fields, 150 of one name with a selection each': `{ ${times(150, () => 'service { version }')} }`,
  '300 fields in 5 levels, repeated at each': `{ ${times(60, () => 'eventTypeGroups { eventTypes { group { eventTypes { code } } } }')} }`,
  '40 fragments of 7 fields, each used twice': `{ ${times(2, () => times(40, (index) => `...F${index}`))} } ${times(40, (index) => `fragment F${index} on Query { ${times(3, () => 'service { version }')} __typename }`)}`,
  'a chain of 40 fragments, each using the next twice': `{ ...F0 } ${times(39, (index) => `fragment F${index} on Query { ...F${index + 1} ...F${index + 1} service { version } }`)} fragment F39 on Query { service { version } }`,
  'almost 5,000 tokens in one list': `{ webhookEvents(first: 1, filter: { resourceIds: [${times(4_900, () => '"x"')}] }) { nodes { id } } }`,
  'refused: 364 kB of nested fragments': `{ ...F0 } ${times(8_600, (index) => `fragment F${index} on Query { ...F${index + 1} ...F${index + 1} }`)}`,
  'refused: 1,240 repetitions of a field': `{ ${times(1_240, () => 'service { version }')} }`,
};

/** What the worst documents take of the thread that serves everybody: reading, judging, and answering or refusing them. */
export async function validation() {
  const server = await startServer();
  console.log(`validation: CPU time of the main thread for each document, never seen before; load ${loadavg()[0].toFixed(1)}`);
  for (const [name, document] of Object.entries(DOCUMENTS)) {
    await ask(server, document, WARM_UP);
    const before = await server.cpuSeconds();
    const answer = await ask(server, document, ROUNDS);
    const after = await server.cpuSeconds();
    console.log(`  ${name} (${(document.length / 1_000).toFixed(1)} kB): ${(((after.mainThread - before.mainThread) * 1_000) / ROUNDS).toFixed(1)} ms, ${answer}`);
  }
  await server.stop();
}

/** One after another, each with a comment of its own, so that nothing is known from before. Tells how the last was answered. */
async function ask({ baseUrl, apiKey }, document, count) {
  let answer = '';
  for (let round = 0; round < count; round++) {
    const body = JSON.stringify({ query: `${document} # ${crypto.randomUUID()}` });
    const response = await request(`${baseUrl}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` }, body });
    const { errors } = await response.body.json();
    answer = errors ? `refused: ${errors[0].message}` : 'answered';
  }
  return answer;
}
