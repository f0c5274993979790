import { computed, shallowRef } from 'vue';
import { useEnvironment } from '../../composables/useEnvironment.ts';
import { useLive } from '../../composables/useLive.ts';
import { joined, KEPT_SECONDS, seriesOf, summaryOf } from './live-series.ts';
import { LiveStatsSubscription, type LiveSample } from './live.queries.ts';

/** Throughput, latency and backlog of the chosen environment, filled at once with the last five minutes. */
export function useLiveStats() {
  const { environment } = useEnvironment();
  const samples = shallowRef<readonly LiveSample[]>([]);
  let isFirst = true;

  useLive(LiveStatsSubscription, {
    key: () => environment.value ?? 'all',
    // A stream that resumes brings its whole history again.
    variables: () => {
      isFirst = true;
      return { environments: environment.value && [environment.value], history: KEPT_SECONDS };
    },
    onData: ({ deliveryLiveStats }) => {
      samples.value = joined(isFirst ? [] : samples.value, deliveryLiveStats.samples);
      isFirst = false;
    },
  });

  return { series: computed(() => seriesOf(samples.value)), summary: computed(() => summaryOf(samples.value)) };
}
