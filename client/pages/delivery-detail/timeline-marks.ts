import { answerWord } from '../../lib/attempt-outcome.ts';
import { secondsTime } from '../../lib/planned-time-format.ts';
import type { AttemptSummary } from './delivery-detail.queries.ts';

/** An attempt that was made, as it stands on the timeline. */
export interface TimelineMark {
  id: string;
  number: number;
  status: AttemptSummary['status'];
  /** Start in ms since epoch. */
  at: number;
  /** Response code, or why there is none. */
  answer: string;
  /** Clock time of the start, to the second. */
  time: string;
  isManual: boolean;
  durationMs: number | null;
}

export function timelineMarks(attempts: readonly AttemptSummary[]): TimelineMark[] {
  return attempts.map((attempt) => {
    const at = Date.parse(attempt.startedAt);
    return {
      id: attempt.id,
      number: attempt.number,
      status: attempt.status,
      at,
      answer: answerWord(attempt),
      time: secondsTime(at),
      isManual: attempt.kind === 'MANUAL',
      durationMs: attempt.durationMs,
    };
  });
}
