import { t } from '../../i18n.ts';
import { durationMs, waitText } from '../../lib/iso-duration.ts';
import { timeAxis, type TimeAxis } from '../../lib/time-axis.ts';

/** An attempt of a schedule as the API gives it; durations are ISO 8601. */
export interface ScheduleStep {
  attempt: number;
  delay: string;
  earliestDelay: string;
  latestDelay: string;
  offset: string;
}

/** The same in ms. */
export interface ScheduledAttempt {
  attempt: number;
  waitMs: number;
  /** After the first attempt: without jitter, and if every wait were as short or as long as its jitter allows. */
  offsetMs: number;
  earliestMs: number;
  latestMs: number;
}

export function scheduledAttempts(steps: readonly ScheduleStep[]): ScheduledAttempt[] {
  let earliestMs = 0;
  let latestMs = 0;
  return steps.map(({ attempt, delay, earliestDelay, latestDelay, offset }) => {
    earliestMs += durationMs(earliestDelay);
    latestMs += durationMs(latestDelay);
    return { attempt, waitMs: durationMs(delay), offsetMs: durationMs(offset), earliestMs, latestMs };
  });
}

/** How long a receiver is down in the simulation. */
export const OUTAGES = [
  { value: 1_800_000, label: '30 min' },
  { value: 14_400_000, label: '4 h' },
  { value: 216_000_000, label: t('webhookForm.retry.weekend') },
] as const;

/** Number of the attempt that reaches a receiver which comes back after `outageMs`; null when the policy has given up by then. */
export function recoveringAttempt(attempts: readonly ScheduledAttempt[], outageMs: number): number | null {
  return attempts.find(({ offsetMs }) => offsetMs >= outageMs)?.attempt ?? null;
}

/** What becomes of an event whose first attempt meets an outage, in one sentence. */
export function outageWords(attempts: readonly ScheduledAttempt[], outageMs: number): string {
  const attempt = recoveringAttempt(attempts, outageMs);
  if (attempt === null) return t('webhookForm.retry.lost', { wait: waitText(attempts.at(-1)?.offsetMs ?? 0) });
  return t('webhookForm.retry.delivered', { n: attempt, wait: waitText(attempts.find((each) => each.attempt === attempt)?.offsetMs ?? 0) });
}

/** The whole schedule, or the outage if that is longer, between two places in px. */
export function scheduleAxis(attempts: readonly ScheduledAttempt[], { outageMs, start, end }: { outageMs: number; start: number; end: number }): TimeAxis {
  return timeAxis({ from: 0, to: Math.max(attempts.at(-1)?.latestMs ?? 0, outageMs), start, end });
}

/** `10 attempts over 3 d 3 h: at once, then after 5 s, 5 min, ...` */
export function scheduleWords(attempts: readonly ScheduledAttempt[]): string {
  const [, ...later] = attempts;
  if (later.length === 0) return t('webhookForm.retry.single');
  const waits = later.map(({ waitMs }) => waitText(waitMs));
  const shown = waits.length > 5 && new Set(waits).size === 1 ? t('webhookForm.retry.eachTime', { wait: waits[0] ?? '' }) : waits.join(', ');
  return t('webhookForm.retry.words', { n: attempts.length, span: waitText(later.at(-1)?.offsetMs ?? 0), waits: shown });
}
