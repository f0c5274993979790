import { hash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { problem, RefusedError } from '../domain/errors.ts';
import { REQUEST_KEY_LIFETIME_MS } from '../domain/retention.ts';
import { findRequest, insertRequest } from '../storage/repositories/idempotent-requests.ts';
import type { IdempotentRequest } from '../storage/entities/idempotent-request.ts';
import { digest } from './bulk-estimate.ts';
import type { Caller } from './caller.ts';
import type { CommandDeps } from './deps.ts';

/** What a caller asks for under a key. */
export interface KeyedRequest {
  /** Field of the API, e.g. `webhookCreate`. */
  readonly operation: string;
  readonly key: string;
  /** All that makes it the same request when it is repeated. */
  readonly content: unknown;
}

type Deps = Pick<CommandDeps, 'store' | 'keyring' | 'clock'>;

/** Id of what the request made when it was sent before; null when it is new. Refuses a key that was used for something else; the key itself is checked before. */
export async function resultOfEarlier(deps: Deps, caller: Caller, request: KeyedRequest): Promise<string | null> {
  const known = await findRequest(deps.store, idOf(caller, request), deps.clock() - REQUEST_KEY_LIFETIME_MS);
  if (!known) return null;
  if (deps.keyring.open(known.contentSealed, placeOf(known)) === digest(request.content)) return known.resultId;
  throw new RefusedError([problem('IDEMPOTENCY_KEY_REUSED', 'This key was sent with another input before. Use a new key for each request.', PATH)]);
}

/** Notes in the transaction of a request what it makes; fails as a duplicate when somebody was faster. */
export async function noteRequest(tx: EntityManager, deps: Deps, caller: Caller, { request, resultId }: { request: KeyedRequest; resultId: string }): Promise<void> {
  const createdAt = deps.clock();
  const id = idOf(caller, request);
  const row: IdempotentRequest = { id, contentSealed: deps.keyring.seal(digest(request.content), placeOf({ id })), resultId, createdAt };
  await insertRequest(tx, row, createdAt - REQUEST_KEY_LIFETIME_MS);
}

const PATH = ['input', 'idempotencyKey'];

const idOf = ({ actorId }: Caller, { operation, key }: KeyedRequest) => hash('sha256', JSON.stringify([actorId, operation, key]));

const placeOf = ({ id }: Pick<IdempotentRequest, 'id'>) => ({ purpose: 'idempotent_request', rowId: id }) as const;
