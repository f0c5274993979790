import { In, type EntityManager, type SelectQueryBuilder } from 'typeorm';
import { OPEN_BULK_STATUSES } from '../../domain/bulk-operation.ts';
import { BulkOperation, Replay } from '../entities/bulk-operation.ts';
import { Delivery } from '../entities/delivery.ts';
import type { PageOrder } from '../pages.ts';
import type { Store } from '../store.ts';
import { within, type Scope } from './conditions.ts';

/** Ids grow with the time of creation. */
export const NEWEST_OPERATION_FIRST: PageOrder<BulkOperation> = {
  name: 'bulk operations by CREATED_AT', direction: 'DESC', keys: [{ sql: 'operation.id', valueOf: (row) => row.id }],
};

export const REPLAYS_IN_ORDER: PageOrder<Delivery> = {
  name: 'deliveries of a bulk operation', direction: 'ASC', keys: [{ sql: 'delivery.id', valueOf: (row) => row.id }],
};

/** Who looks. One who is held to some environments sees what they started themselves. */
export interface OperationScope extends Scope { readonly actorId: string }

/** Operations to be paged or counted. */
export function operationsOf({ reader }: Pick<Store, 'reader'>, scope: OperationScope): SelectQueryBuilder<BulkOperation> {
  const query = reader.createQueryBuilder(BulkOperation, 'operation').where('operation.accountId = :accountId', { accountId: scope.accountId });
  return new Set(scope.environments).size === 3 ? query : query.andWhere('operation.createdBy = :actorId', { actorId: scope.actorId });
}

/** Null when there is none, or it is not for the caller's eyes. */
export function findOperation(store: Pick<Store, 'reader'>, scope: OperationScope, id: string): Promise<BulkOperation | null> {
  return operationsOf(store, scope).andWhere('operation.id = :id', { id }).getOne();
}

/** Operations by id; those that are not for the caller's eyes are left out. */
export function findOperations(store: Pick<Store, 'reader'>, scope: OperationScope, ids: readonly string[]): Promise<BulkOperation[]> {
  return operationsOf(store, scope).andWhere('operation.id IN (:...ids)', { ids }).getMany();
}

/** The operation that was started with this key. */
export function findOperationByKey(reader: EntityManager, accountId: string, idempotencyKey: string): Promise<BulkOperation | null> {
  return reader.findOneBy(BulkOperation, { accountId, idempotencyKey });
}

/** Operations of the account that are not over. */
export function countOpenOperations({ reader }: Pick<Store, 'reader'>, accountId: string): Promise<number> {
  return reader.countBy(BulkOperation, { accountId, status: In([...OPEN_BULK_STATUSES]) });
}

/** The deliveries that a replay made, to be paged. */
export function replaysOf({ reader }: Pick<Store, 'reader'>, scope: Scope, operationId: string): SelectQueryBuilder<Delivery> {
  const query = reader.createQueryBuilder(Delivery, 'delivery')
    .innerJoin(Replay, 'replay', 'replay.deliveryId = delivery.id AND replay.operationId = :operationId', { operationId });
  return within(query, scope);
}

/** Which delivery each of these repeats, by its id. */
export async function findReplayed({ reader }: Pick<Store, 'reader'>, deliveryIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await reader.findBy(Replay, { deliveryId: In([...deliveryIds]) });
  return new Map(rows.flatMap(({ deliveryId, replayOf }) => (replayOf === null ? [] : [[deliveryId, replayOf]])));
}
