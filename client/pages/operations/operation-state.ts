import { t } from '../../i18n.ts';
import type { Operation } from './operations.queries.ts';

const OPEN: readonly Operation['status'][] = ['QUEUED', 'RUNNING', 'CANCELLING'];

export const isOpen = ({ status }: Pick<Operation, 'status'>): boolean => OPEN.includes(status);

/** Share of the work that is done, 0 to 1; null while the items are still being counted. */
export function progressShare({ status, totalCount, processedCount }: Pick<Operation, 'status' | 'totalCount' | 'processedCount'>): number | null {
  if (status === 'QUEUED') return null;
  if (totalCount === 0) return 1;
  return Math.min(1, processedCount / totalCount);
}

/** The newer of two readings of one operation: messages of a stream can be older than an answer, and the other way round. */
export function newerOf(one: Operation, other: Operation): Operation {
  if (isOpen(one) !== isOpen(other)) return isOpen(one) ? other : one;
  if (one.processedCount !== other.processedCount) return one.processedCount > other.processedCount ? one : other;
  return other;
}

/** Who began it. */
export function actorName({ createdBy }: Pick<Operation, 'createdBy'>): string {
  if (!createdBy) return t('operations.actor.unknown');
  return createdBy.__typename === 'SystemActor' ? createdBy.component : createdBy.name;
}
