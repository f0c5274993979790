import { startReceiver } from '../demo/receiver.js';
import { startStream } from '../demo/stream.js';
import { prepareWebhooks } from '../demo/webhooks.js';

/**
 * Fills a running server with life: webhooks of every temper, a receiver for them on loopback, and a stream of events.
 * The server must allow plain http to 127.0.0.1 (ALLOW_HTTP_TARGETS, ALLOW_CIDRS).
 * @param {{ baseUrl: string, apiKey: string, signIn?: { email: string, password: string } }} options
 * @returns {Promise<{ stop: () => void }>} `stop` ends the stream of events
 */
export async function runDemo({ baseUrl, apiKey, signIn }) {
  const graphql = caller(baseUrl, apiKey);
  const urlOf = await startReceiver(Number(new URL(baseUrl).port) + 1);
  await prepareWebhooks(graphql, urlOf);
  const stop = await startStream(graphql, reportOnce());
  const how = signIn ? ` as ${signIn.email} with the password ${signIn.password}` : '';
  console.log(`Demo: events are on their way. Sign in at ${baseUrl}/admin/webhooks${how} and open Live.`);
  return { stop };
}

/** Calls the API with a key; throws what it answers under `errors`. */
export function caller(baseUrl, apiKey) {
  return async (query, variables = {}) => {
    const response = await fetch(`${baseUrl}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = await response.json();
    if (errors) throw new Error(errors.map(({ message }) => message).join(' '));
    return data;
  };
}

/** A stream that fails does so five times a second; a reader needs to be told only once. */
function reportOnce() {
  const told = new Set();
  return (message) => {
    if (told.has(message)) return;
    told.add(message);
    console.error(`Demo: publishing failed: ${message}`);
  };
}
