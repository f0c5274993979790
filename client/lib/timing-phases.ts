import { t } from '../i18n.ts';

/** Durations of the parts of an attempt in ms, as the API gives them. */
export interface TimingRecord {
  queueMs: number;
  dnsMs: number | null;
  connectMs: number | null;
  tlsMs: number | null;
  firstByteMs: number | null;
  downloadMs: number | null;
}

export interface TimingPhase {
  key: keyof TimingRecord | 'waited';
  label: string;
  /** After the attempt was due. */
  startMs: number;
  ms: number;
  /** The receiver works; all else is the way there and back. */
  isReceiver: boolean;
}

const ORDER: readonly [key: keyof TimingRecord, label: string][] = [
  ['queueMs', t('status.timing.queue')], ['dnsMs', 'DNS'], ['connectMs', 'TCP'], ['tlsMs', 'TLS'], ['firstByteMs', t('status.timing.firstByte')], ['downloadMs', t('status.timing.body')],
];

/**
 * The phases that took place, one after the other. A connection that was open already has no DNS, TCP and TLS; an
 * attempt that got no answer ends with the time it waited for one.
 * @param durationMs of the attempt without the queue; null when not known
 */
export function timingPhases(timing: TimingRecord, durationMs: number | null): TimingPhase[] {
  let startMs = 0;
  const phases = ORDER.flatMap(([key, label]): TimingPhase[] => {
    const ms = timing[key];
    if (ms === null) return [];
    const phase = { key, label, startMs, ms, isReceiver: key === 'firstByteMs' };
    startMs += ms;
    return [phase];
  });
  const waitedMs = timing.firstByteMs === null ? (durationMs ?? 0) - (startMs - timing.queueMs) : 0;
  return waitedMs > 0 ? [...phases, { key: 'waited', label: t('status.timing.waited'), startMs, ms: waitedMs, isReceiver: false }] : phases;
}

/** End of the last phase in ms after the attempt was due. */
export const timingTotalMs = (phases: readonly TimingPhase[]): number => phases.reduce((sum, { ms }) => sum + ms, 0);
