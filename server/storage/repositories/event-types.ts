import type { Store } from '../store.ts';
import { EventType } from '../entities/event-type.ts';

/** `accountId` of the built-in types, which every account has. */
export const BUILT_IN = '';

/** All entries of the catalogue in the order they are shown. */
export function findEventTypes({ reader }: Pick<Store, 'reader'>): Promise<EventType[]> {
  return reader.find(EventType, { order: { accountId: 'ASC', position: 'ASC', code: 'ASC' } });
}
