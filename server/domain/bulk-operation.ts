/** What is done to many deliveries, or with many attempts, at once. */
export const BULK_KINDS = ['REPLAY', 'CANCEL', 'EXPORT'] as const;

export type BulkKind = (typeof BULK_KINDS)[number];

/** Where a bulk operation stands. FAILED: a fault of ours ended it. */
export const BULK_STATUSES = ['QUEUED', 'RUNNING', 'CANCELLING', 'COMPLETED', 'CANCELLED', 'FAILED'] as const;

export type BulkStatus = (typeof BULK_STATUSES)[number];

/** Those that the runner still has to do with. */
export const OPEN_BULK_STATUSES = ['QUEUED', 'RUNNING', 'CANCELLING'] as const satisfies readonly BulkStatus[];

export const isOver = (status: BulkStatus): boolean => !(OPEN_BULK_STATUSES as readonly BulkStatus[]).includes(status);

/** Why an operation left an item alone, in the words of its report: "Not replayed: 2 whose webhook is inactive." */
const REASONS = {
  GONE: 'that exist no more',
  EVENT_GONE: 'whose event is past retention',
  TEST: 'that are tests, which are sent anew instead',
  SUCCESSFUL: 'that have neither failed nor been skipped',
  WEBHOOK_GONE: 'whose webhook was deleted',
  WEBHOOK_INACTIVE: 'whose webhook is inactive',
  WEBHOOK_MOVED: 'whose webhook belongs to another environment',
  FILTERED: 'that the content filter of their webhook does not let pass',
  NOT_WAITING: 'that were being sent, which cannot be taken back, or had ended',
} as const;

export type LeftReason = keyof typeof REASONS;

/** Items left alone, by reason. */
export type SkipCounts = Partial<Record<LeftReason, number>>;

const DONE: Readonly<Record<BulkKind, string>> = { REPLAY: 'replayed', CANCEL: 'cancelled', EXPORT: 'exported' };

/** A sentence about what was left alone; null when nothing was. */
export function skipReport(kind: BulkKind, skips: SkipCounts): string | null {
  const parts = (Object.keys(REASONS) as LeftReason[]).filter((reason) => skips[reason]).map((reason) => `${skips[reason]} ${REASONS[reason]}`);
  return parts.length === 0 ? null : `Not ${DONE[kind]}: ${parts.join('; ')}.`;
}

export const skipCount = (skips: SkipCounts): number => Object.values(skips).reduce((sum, count) => sum + count, 0);

export function addSkips(known: SkipCounts, more: SkipCounts): SkipCounts {
  const sum = { ...known };
  for (const [reason, count] of Object.entries(more) as [LeftReason, number][]) sum[reason] = (sum[reason] ?? 0) + count;
  return sum;
}

/**
 * When paced requests are due, in ms since the epoch: one after the other from `start` on, and never in the past, so that a pace
 * is kept after a standstill too. `next` is the start of whatever follows. Without a rate all are due at once.
 */
export function pacedTimes(count: number, { start, now, perSecond }: { start: number; now: number; perSecond: number | null }): { times: number[]; next: number } {
  if (perSecond === null) return { times: Array<number>(count).fill(now), next: now };
  const from = Math.max(start, now);
  const at = (index: number) => from + Math.ceil((index * 1000) / perSecond);
  return { times: Array.from({ length: count }, (_, index) => at(index)), next: at(count) };
}
