import 'reflect-metadata';
import { expect, it } from 'vitest';
import { CostBudget } from '../../server/graphql/cost-budget.ts';
import { TestClock } from '../support/clock.ts';

const clock = new TestClock();
const open = () => new CostBudget({ restoreRate: 5_000, clock: clock.now });

it('gives a caller what the bucket holds, and tells when the rest will be there', () => {
  const budget = open();
  for (let taken = 0; taken < 4; taken++) expect(budget.take('key_1', 25_000)).toBeNull();
  expect(budget.take('key_1', 5_000)).toBe(1_000);
});

it('takes nothing for what it refuses', () => {
  const budget = open();
  budget.take('key_1', 99_000);
  budget.take('key_1', 25_000);
  expect(budget.stateOf('key_1')).toMatchObject({ limit: 100_000, remaining: 1_000, restoreRate: 5_000 });
});

it('brings points back with time, up to a full bucket', () => {
  const budget = open();
  budget.take('key_1', 10_000);
  expect(budget.stateOf('key_1').resetAt).toBe(clock.now() + 2_000);
  clock.advance(1_000);
  expect(budget.stateOf('key_1').remaining).toBe(95_000);
  clock.advance(60_000);
  expect(budget.stateOf('key_1').remaining).toBe(100_000);
});

it('is each caller\'s own', () => {
  const budget = open();
  budget.take('key_1', 100_000);
  expect(budget.take('key_2', 100_000)).toBeNull();
});
