import { describe, expect, it } from 'vitest';
import { actorName, newerOf, progressShare } from '../../../../client/pages/operations/operation-state.ts';
import type { Operation } from '../../../../client/pages/operations/operations.queries.ts';

const operation = (changes: Partial<Operation> = {}): Operation => ({
  id: 'bulk_1', kind: 'REPLAY', status: 'RUNNING', totalCount: 200, processedCount: 50, succeededCount: 50, failedCount: 0, scopeDescription: '200 chosen deliveries',
  createdAt: '2026-11-20T12:00:00Z', createdBy: { __typename: 'Member', name: 'Dana' }, completedAt: null, failureMessage: null, ...changes,
});

describe('the progress of an operation', () => {
  it('is unknown while its items are counted', () => {
    expect(progressShare(operation({ status: 'QUEUED', totalCount: 0 }))).toBeNull();
  });

  it('is the share of what was handled, and all of nothing', () => {
    expect(progressShare(operation())).toBe(0.25);
    expect(progressShare(operation({ status: 'COMPLETED', totalCount: 0, processedCount: 0 }))).toBe(1);
  });
});

describe('two readings of an operation', () => {
  it('give the one that went further, in whatever order they arrive', () => {
    const ahead = operation({ processedCount: 80 });
    expect(newerOf(operation(), ahead)).toBe(ahead);
    expect(newerOf(ahead, operation())).toBe(ahead);
  });

  it('never open one again that has ended', () => {
    const stopped = operation({ status: 'CANCELLED' });
    expect(newerOf(stopped, operation({ processedCount: 80 }))).toBe(stopped);
    expect(newerOf(operation({ processedCount: 80 }), stopped)).toBe(stopped);
  });
});

describe('who began an operation', () => {
  it('is named, also when it is no person or nobody any more', () => {
    expect(actorName(operation())).toBe('Dana');
    expect(actorName(operation({ createdBy: { __typename: 'SystemActor', component: 'auto-disable' } }))).toBe('auto-disable');
    expect(actorName(operation({ createdBy: null }))).toBe('No longer known');
  });
});
