import { appendFileSync } from 'node:fs';
import { expect } from 'vitest';
import type { Verdict } from './checker.ts';
import { SEED } from './seed.ts';

/** One line of the table of `npm run test:faults`. */
export interface ReportLine {
  scenario: string;
  database: string;
  seed: number;
  faults: number;
  acknowledged: number;
  arrived: number;
  cut: number;
  lost: number;
  explained: number;
  unexplained: number;
  ghosts: number;
  differences: number;
  /** Still under way at the end. */
  waiting: number;
}

/** Notes what came of a scenario, and fails unless every promise was kept. */
export function expectPromisesKept(
  verdict: Verdict, { scenario, database, faults, cancelled = 0 }: { scenario: string; database: string; faults: number; cancelled?: number },
): void {
  const { acknowledged, arrived, cut, explained, lost, unexplained, ghosts, differences, waiting } = verdict;
  const line: ReportLine = {
    scenario, database, seed: SEED, faults, acknowledged, arrived, cut, lost: lost.length, explained, unexplained: unexplained.length,
    ghosts: ghosts.length, differences: differences.length, waiting: waiting.length,
  };
  const file = process.env.FAULTS_REPORT;
  if (file) appendFileSync(file, `${JSON.stringify(line)}\n`);
  expect(acknowledged, 'events acknowledged').toBeGreaterThan(0);
  expect(verdict.cancelled, 'deliveries cancelled').toBe(cancelled);
  const broken = { lost, unexplained, ghosts, differences, waiting };
  expect(broken, `replay with FAULTS_SEED=${SEED}`).toEqual({ lost: [], unexplained: [], ghosts: [], differences: [], waiting: [] });
}
