import { LessThanOrEqual, MoreThan, type EntityManager } from 'typeorm';
import { IdempotentRequest } from '../entities/idempotent-request.ts';
import type { Store } from '../store.ts';

/** A request made after `since`, ms since the epoch; older ones are forgotten. */
export function findRequest({ reader }: Pick<Store, 'reader'>, id: string, since: number): Promise<IdempotentRequest | null> {
  return reader.findOneBy(IdempotentRequest, { id, createdAt: MoreThan(since) });
}

/** Adds a request in the place of one that is forgotten. Fails as a duplicate when there is one that is not. */
export async function insertRequest(tx: EntityManager, request: IdempotentRequest, since: number): Promise<void> {
  await tx.delete(IdempotentRequest, { id: request.id, createdAt: LessThanOrEqual(since) });
  await tx.insert(IdempotentRequest, request);
}
