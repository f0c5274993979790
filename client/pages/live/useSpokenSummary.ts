import { useIntervalFn } from '@vueuse/core';
import { ref, type Ref } from 'vue';
import { t } from '../../i18n.ts';
import { numberText } from '../../lib/number-format.ts';
import { durationText } from '../../lib/time-format.ts';
import type { LiveSummary } from './live-series.ts';

const SPOKEN_EVERY_MS = 10_000;

function summaryWords(received: number, failed: number, p95Ms: number | null): string {
  const values = { n: numberText(received), failed: numberText(failed) };
  return p95Ms === null ? t('live.spoken.summary', values, received) : t('live.spoken.withP95', { ...values, p95: durationText(p95Ms) }, received);
}

/** Said to screen readers instead of every row: what the last ten seconds brought. */
export function useSpokenSummary(report: { received: number; failed: number }, summary: Readonly<Ref<LiveSummary | null>>): Readonly<Ref<string>> {
  const spoken = ref('');
  let said = { received: 0, failed: 0 };

  useIntervalFn(() => {
    const received = Math.max(0, report.received - said.received);
    const failed = Math.max(0, report.failed - said.failed);
    said = { received: report.received, failed: report.failed };
    const p95 = summary.value?.p95Ms;
    spoken.value = received > 0 ? summaryWords(received, failed, p95 ?? null) : '';
  }, SPOKEN_EVERY_MS);

  return spoken;
}
