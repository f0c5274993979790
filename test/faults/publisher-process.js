import { createHash } from 'node:crypto';
import { openSync, writeSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/*
 * The publisher: calls the GraphQL API as a customer does. What gets no answer, or an error, it asks again with the same
 * idempotency key, until it is acknowledged. Its log has a line for each key that it asks for and one for each acknowledgement.
 * Started with its settings as JSON; told `stop` it begins nothing new and reports when all it began is acknowledged.
 */

const { urls, apiKey, logFile, seed, clients, gapMs, largeShare } = JSON.parse(process.argv[2] ?? '{}');
const ANSWER_WITHIN_MS = 8_000;
/** So that a server that refuses at once is not asked in a busy loop. */
const PAUSE_MS = 100;
const LARGE_TEXT = 'x'.repeat(900_000);
const MUTATION = `mutation($input: EventPublishInput!) {
  eventPublish(input: $input) { event { id } matchedWebhookCount isIdempotentReplay userErrors { message } }
}`;

const log = openSync(logFile, 'a');
const write = (line) => writeSync(log, `${JSON.stringify(line)}\n`);
const sha = (text) => createHash('sha256').update(text).digest('hex');
let isStopping = false;
let count = 0;
let acknowledged = 0;

async function publishOn() {
  while (!isStopping) {
    const number = count++;
    const key = `${seed}-${number}`;
    const rawPayload = payload(number);
    write({ asked: key });
    await publish(number, { type: 'telemetry.received', environment: 'PRODUCTION', resourceId: `tel_${number}`, idempotencyKey: key, rawPayload });
    if (gapMs > 0) await delay(gapMs);
  }
}

/** Asks until it is told that the event is stored; each time the next server. */
async function publish(number, event) {
  for (let tries = 0; ; tries++) {
    const answer = await ask(urls[(number + tries) % urls.length], event);
    if (answer?.event) {
      acknowledged++;
      return write({
        acknowledged: event.idempotencyKey, event: answer.event.id, matched: answer.matchedWebhookCount, isReplay: answer.isIdempotentReplay,
        tries: tries + 1, payload: sha(event.rawPayload),
      });
    }
    if (answer?.userErrors?.length > 0) return write({ refused: event.idempotencyKey, message: answer.userErrors[0].message });
    await delay(PAUSE_MS);
  }
}

/** Null when no answer came, or one that promises nothing. */
async function ask(url, event) {
  try {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'authorization': `Bearer ${apiKey}` },
      body: JSON.stringify({ query: MUTATION, variables: { input: { event } } }),
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    return (await response.json()).data?.eventPublish ?? null;
  } catch {
    return null;
  }
}

/** Text that would not survive being parsed and written again, different for each event; now and then a large one. */
function payload(number) {
  const isLarge = sha(`${seed} ${number}`).charCodeAt(0) % 16 < largeShare * 16;
  return `{ "record" : {"id":"tel_${number}",  "productId":"prod_EXAMPLE-0001","productVersion":"5.2.5","licenseId":"lic_EXAMPLE-0001",`
    + '"licenseKeyMasked":"DEMO-****-****-0001","activationId":"act_EXAMPLE-0001","activationIdentifier":"example-hardware-id-0001",'
    + '"userIdentifier":"Zo\\u00eb ü \u{1F511}","dataType":"numeric-single-value","dataGroup":"exportsPerDay","data":12345678901234567890.10,'
    + `"ipAddress":"203.0.113.24","flagged":false,"receivedAt":"2026-01-13T08:05:00Z"},"seed":"${seed}","filler":"${isLarge ? LARGE_TEXT : ''}"}`;
}

process.on('message', (message) => {
  if (message === 'stop') isStopping = true;
  if (message === 'count') process.send?.({ acknowledged });
});
process.on('disconnect', () => process.exit());

await Promise.all(Array.from({ length: clients }, publishOn));
process.send?.({ isDone: true, acknowledged });
