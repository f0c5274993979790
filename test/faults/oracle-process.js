import { createHash } from 'node:crypto';
import { openSync, writeSync } from 'node:fs';
import { createServer } from 'node:http';
import { Webhook } from 'standardwebhooks';

/*
 * The oracle: a receiver that knows nothing of the server. It writes one line into its log for each request, before it answers.
 * Started with the path of the log and a seed; told `{ secrets, tempers, ignoresClock }`, the first two by the path that a webhook calls.
 */

/** @typedef {{ failShare?: number, slowShare?: number, slowMs?: number }} Temper a failing request is refused at most FAILURES times */

const FAILURES = 2;
const [, , logFile, seed] = process.argv;
const log = openSync(logFile, 'a');
/** @type {Record<string, string>} */
let secrets = {};
/** @type {Record<string, Temper>} */
let tempers = {};
/** Whether to accept signatures whose timestamp is not of now. */
let ignoresClock = false;

const server = createServer((request, response) => {
  /** @type {Buffer[]} */
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('error', () => undefined);
  request.on('close', () => {
    if (!request.complete) note(request, { cut: true });
  });
  request.on('end', () => answer(request, response, Buffer.concat(chunks)));
});

function answer(request, response, body) {
  const { failShare = 0, slowShare = 0, slowMs = 0 } = tempers[request.url] ?? {};
  const attempt = Number(request.headers['x-webhook-attempt']);
  const status = attempt <= FAILURES && chance(request, 'fails') < failShare ? 500 : 200;
  note(request, { status, sha: sha(body), isSigned: isSigned(request, body) });
  const reply = () => response.writeHead(status).end();
  if (chance(request, 'is slow') < slowShare) setTimeout(reply, slowMs);
  else reply();
}

function note({ headers, url }, facts) {
  const line = {
    at: Date.now(), path: url, event: headers['webhook-id'], delivery: headers['x-webhook-delivery'], attempt: Number(headers['x-webhook-attempt']), ...facts,
  };
  writeSync(log, `${JSON.stringify(line)}\n`);
}

/** Verified by the library that receivers use. */
function isSigned({ headers, url }, body) {
  try {
    const webhook = new Webhook(secrets[url]);
    if (ignoresClock) return headers['webhook-signature'] === webhook.sign(headers['webhook-id'], new Date(headers['webhook-timestamp'] * 1_000), body);
    webhook.verify(body, headers);
    return true;
  } catch {
    return false;
  }
}

/** The same for the same request and seed: 0 to 1. */
const chance = ({ headers }, what) =>
  createHash('sha256').update(`${seed} ${what} ${headers['webhook-id']} ${headers['x-webhook-attempt']}`).digest().readUInt32BE(0) / 2 ** 32;

const sha = (body) => createHash('sha256').update(body).digest('hex');

process.on('message', (message) => {
  ({ secrets, tempers, ignoresClock } = message);
  process.send?.({ isReady: true });
});
process.on('disconnect', () => process.exit());

server.listen({ port: 0, host: '127.0.0.1', backlog: 1_024 }, () => process.send?.({ port: server.address().port }));
