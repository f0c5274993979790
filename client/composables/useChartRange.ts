import { computed } from 'vue';
import type { TimeRangeChoice } from '../lib/time-range.ts';
import { useTimeRange } from './useTimeRange.ts';

const DAY: TimeRangeChoice = { kind: 'since', span: '24h' };

/** The time range of charts, kept in the address: there is always one, the last 24 hours when none is named. */
export function useChartRange() {
  const { range: chosen } = useTimeRange();
  const range = computed<TimeRangeChoice>({ get: () => chosen.value ?? DAY, set: (value) => { chosen.value = value; } });
  /** For a picker whose model may be null elsewhere. */
  const picked = computed<TimeRangeChoice | null>({ get: () => range.value, set: (value) => { chosen.value = value; } });
  return { range, picked };
}
