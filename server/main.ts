import 'reflect-metadata';
import { fileURLToPath } from 'node:url';
import license from '../schema/events/license.json';
import { App } from './app.ts';
import { ConfigError, readConfig, type Config } from './config.ts';
import { armFailpoints } from './failpoints.ts';
import { openLog, type Log } from './telemetry/log.ts';

/** Beside dist/server/main.js, where the build puts it. */
const CLIENT_DIRECTORY = fileURLToPath(new URL('../client', import.meta.url));
/** All parts stop within this; a process that has not is ended. */
const LONGEST_STOP_MS = 30_000;

async function main(): Promise<void> {
  const config = readConfig();
  armFailpoints(config.failpoints);
  const log = openLog(config.logLevel);
  const app = await App.open(config, { log, clientDirectory: CLIENT_DIRECTORY });
  await app.start();
  stopOnSignals(app, log);
  process.stdout.write(greeting(app, config));
}

/** The first signal stops in good order; whoever sends a second one does not want to wait. */
function stopOnSignals(app: App, log: Log): void {
  let isStopping = false;
  const stop = (signal: NodeJS.Signals): void => {
    if (isStopping) process.exit(1);
    isStopping = true;
    log.info({ signal }, 'stopping');
    setTimeout(() => process.exit(1), LONGEST_STOP_MS).unref();
    app.stop().then(() => process.exit(0), (error: unknown) => {
      log.error({ err: error }, 'not everything stopped in good order');
      process.exit(1);
    });
  };
  process.on('SIGTERM', stop).on('SIGINT', stop);
}

/** What somebody who has just started the server wants to know. */
function greeting(app: App, { bootstrapApiKey, dispatcherConcurrency }: Config): string {
  const url = app.publicUrl();
  const setup = app.setupToken === null ? '' : `\n  First start: make the first administrator, once, at\n  ${url}/admin/setup?token=${app.setupToken}\n`;
  const key = bootstrapApiKey === null ? 'make an API key under API Credentials in the console and put it in place of KEY' : 'put the value of BOOTSTRAP_API_KEY in place of KEY';
  const idle = dispatcherConcurrency === 0 ? '\n  This process serves the API only and sends nothing (DISPATCHER_CONCURRENCY is 0).\n' : '';
  return `
Keybell is ready.

  Console  ${url}/admin/webhooks
  API      ${url}/graphql
${setup}${idle}
  To publish a first event, ${key}:

${firstEvent(url)}

`;
}

/** A command that publishes the example of `license.activated`; its idempotency key is new each time it is run. */
function firstEvent(url: string): string {
  const example = license.types.find(({ code }) => code === 'license.activated')!;
  const event = {
    type: example.code, environment: 'PRODUCTION', resourceId: example.exampleResourceId, idempotencyKey: 'first-NOW', payload: example.examples[0]!.payload,
  };
  const query = 'mutation($input: EventPublishInput!) { eventPublish(input: $input) { event { id } matchedWebhookCount userErrors { message } } }';
  const body = JSON.stringify({ query, variables: { input: { event } } }).replaceAll("'", String.raw`'\''`).replace('NOW', `'"$(date +%s%N)"'`);
  return `curl ${url}/graphql -H 'Authorization: Bearer KEY' -H 'Content-Type: application/json' -d '${body}'`;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof ConfigError ? error.message : failure(error)}\n`);
  process.exit(1);
});

/** Without a stack: what goes wrong here is a port in use, a database that does not answer, a file that is missing or may not be written. */
function failure(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return `Keybell could not start: ${error instanceof Error ? message || code : String(error)}${remedyFor(error as NodeJS.ErrnoException)}`;
}

function remedyFor({ code = '', path }: NodeJS.ErrnoException): string {
  if (code === 'EADDRINUSE') return '. Another program listens there, or Keybell runs already: end it, or choose another port with PORT.';
  if (path !== undefined && ['EACCES', 'EPERM', 'EROFS'].includes(code)) return '. Let the user that runs Keybell write there, or choose another place with DATABASE_URL.';
  return '';
}
