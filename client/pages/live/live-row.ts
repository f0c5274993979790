import { answerWord, attemptOutcome } from '../../lib/attempt-outcome.ts';
import type { EnvironmentKey } from '../../lib/environments.ts';
import type { LiveAttempt } from './live.queries.ts';

/** An attempt as the wall keeps it: flat, small, and with its texts worked out once. */
export interface LiveRow {
  id: string;
  /** Start and end, ms since epoch by the server's clock. */
  startedAt: number;
  endedAt: number;
  durationMs: number | null;
  outcome: ReturnType<typeof attemptOutcome>;
  /** Response code, or in one word why there is none. */
  answer: string;
  code: string;
  webhookId: string | null;
  webhookName: string;
  number: number;
  maxAttempts: number;
  environment: EnvironmentKey;
}

/** Outcomes of an attempt that did not succeed. */
export const isFailure = ({ outcome }: Pick<LiveRow, 'outcome'>): boolean => outcome !== 'SUCCEEDED' && outcome !== 'IN_PROGRESS';

/** The few texts that most rows share, once in memory: each message brings copies of its own. */
const shared = new Map<string, string>();
const MOST_SHARED = 10_000;

function once(text: string): string {
  const known = shared.get(text);
  if (known !== undefined) return known;
  if (shared.size >= MOST_SHARED) shared.clear();
  shared.set(text, text);
  return text;
}

export function liveRow(attempt: LiveAttempt): LiveRow {
  const { id, durationMs, number, delivery } = attempt;
  const startedAt = Date.parse(attempt.startedAt);
  return {
    id, startedAt, endedAt: startedAt + (durationMs ?? 0), durationMs, number,
    outcome: attemptOutcome(attempt), answer: once(answerWord(attempt)), code: once(delivery.event.type.code),
    webhookId: delivery.webhook ? once(delivery.webhook.id) : null, webhookName: once(delivery.webhookName),
    maxAttempts: delivery.maxAttempts, environment: delivery.environment.key,
  };
}
