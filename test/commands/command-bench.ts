import type { Caller } from '../../server/commands/caller.ts';
import { UrlChecker } from '../../server/commands/check-url.ts';
import type { CommandDeps, CommandSettings } from '../../server/commands/deps.ts';
import { loadCatalogue } from '../../server/commands/load-catalogue.ts';
import { PayloadSchemas } from '../../server/commands/payload-schemas.ts';
import { PublishQueue } from '../../server/commands/publish-queue.ts';
import type { PrepareRequest } from '../../server/commands/request-preview.ts';
import { Publisher } from '../../server/commands/publish-event.ts';
import type { CreateWebhookInput } from '../../server/commands/create-webhook.ts';
import { previewRequest } from '../../server/dispatcher/prepare-request.ts';
import { ENVIRONMENTS } from '../../server/domain/environments.ts';
import { RefusedError, type UserProblem } from '../../server/domain/errors.ts';
import { newId } from '../../server/domain/ids.ts';
import { ALL_SCHEMES } from '../../server/domain/signing/scheme.ts';
import { DAY_MS } from '../../server/domain/time.ts';
import { AccountKeys } from '../../server/storage/account-keys.ts';
import { Keyring } from '../../server/storage/encryption.ts';
import { Account } from '../../server/storage/entities/account.ts';
import { EventCatalogue } from '../../server/storage/event-catalogue.ts';
import { noIntake } from '../../server/storage/leased-delivery.ts';
import { WebhookDirectory } from '../../server/storage/webhook-directory.ts';
import { TestClock } from '../support/clock.ts';
import { openTestStore, type DatabaseKind, type TestStore } from '../support/databases.ts';
import { accountRow } from '../support/factories.ts';

/** Commands on a real database, with nobody who sends: an account, a caller who may do everything, and a clock to turn. */
export interface CommandBench {
  test: TestStore;
  clock: TestClock;
  deps: CommandDeps;
  caller: Caller;
  close: () => Promise<void>;
}

export async function openCommandBench(kind: DatabaseKind = 'sqlite', settings: Partial<CommandSettings> = {}): Promise<CommandBench> {
  const test = await openTestStore(kind);
  const { store } = test;
  const clock = new TestClock();
  await loadCatalogue({ store, clock: clock.now });
  const account = accountRow();
  await store.write((tx) => tx.insert(Account, account));
  const keyring = Keyring.parse(Keyring.generate());
  const directory = new WebhookDirectory({ store, keyring, clock: clock.now });
  const catalogue = await EventCatalogue.load(store);
  const all: CommandSettings = { allowHttpTargets: false, allowCidrs: [], maxPayloadBytes: 1_048_576, retention: { factsMs: 30 * DAY_MS, bodiesMs: 14 * DAY_MS }, ...settings };
  const queue = new PublishQueue({ store, directory, intake: noIntake, clock: clock.now, announceChange: () => undefined });
  const publisher = new Publisher({ catalogue, schemas: new PayloadSchemas(), queue, maxPayloadBytes: all.maxPayloadBytes, clock: clock.now });
  const urlChecker = new UrlChecker({ settings: all, userAgent: 'Keybell/0.0.0', clock: clock.now });
  const requests = { keys: new AccountKeys({ store, keyring, directory }), userAgent: 'Keybell/0.0.0', publicUrl: () => 'https://keybell.example', clock: clock.now };
  const prepareRequest: PrepareRequest = (delivery, webhook) => previewRequest(requests, delivery, webhook);
  const deps: CommandDeps = { store, keyring, directory, catalogue, publisher, urlChecker, prepareRequest, intake: noIntake, settings: all, clock: clock.now, announceChange: () => undefined };
  const caller: Caller = { accountId: account.id, actorId: newId('mem'), environments: ENVIRONMENTS };
  return { test, clock, deps, caller, close: () => test.close() };
}

/** What a webhook needs; pass only what a test is about. */
export function webhookInput(own: Partial<CreateWebhookInput> = {}): CreateWebhookInput {
  return {
    name: 'Billing sync', url: 'https://hooks.example.com/keybell', environment: 'PRODUCTION', events: ['license.*'], description: null,
    isActive: true, signingSecret: null, payloadFormat: 'STANDARD', customHeaders: [], retryPolicy: null, timeoutMs: null,
    maxConcurrency: 10, maxRequestsPerSecond: null, ordering: 'PARALLEL', signatureSchemes: ALL_SCHEMES, contentFilter: null, ...own,
  };
}

/** The problems that a command refuses its input with. */
export async function problemsOf(command: Promise<unknown>): Promise<UserProblem[]> {
  const error = await command.then(() => null, (reason: unknown) => reason);
  if (error instanceof RefusedError) return error.problems;
  throw error ?? new Error('The command was not refused.');
}
