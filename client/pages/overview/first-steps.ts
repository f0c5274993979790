import type { FirstStepsAnswer } from './overview.queries.ts';

export type StepKey = 'create' | 'test' | 'verify' | 'goLive';

export interface Step {
  key: StepKey;
  isDone: boolean;
}

/**
 * What a newcomer has done, as the data say. Whether a receiver verifies is its own affair; that it answers a signed test with success
 * is what can be seen from here.
 */
export function stepsOf({ webhooks, tests, answered, live }: Pick<FirstStepsAnswer, 'tests' | 'answered' | 'live'> & { webhooks: { totalCount: number } }): Step[] {
  return [
    { key: 'create', isDone: webhooks.totalCount > 0 },
    { key: 'test', isDone: tests.nodes.length > 0 },
    { key: 'verify', isDone: answered.nodes.length > 0 },
    { key: 'goLive', isDone: live.nodes.length > 0 },
  ];
}

/** Somebody whose production gets its events has no need of a list, whatever was left out on the way. */
export const isUnderWay = (steps: readonly Step[]): boolean => steps.some(({ key, isDone }) => key === 'goLive' && isDone);

/** The first thing to do next; null when nothing is left. */
export const nextStep = (steps: readonly Step[]): StepKey | null => steps.find(({ isDone }) => !isDone)?.key ?? null;
