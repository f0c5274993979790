import { useQuery } from '@urql/vue';
import { computed, ref, shallowRef, watch } from 'vue';
import { useChartRange } from '../../composables/useChartRange.ts';
import { useEnvironment } from '../../composables/useEnvironment.ts';
import { useLive } from '../../composables/useLive.ts';
import { rangeInput } from '../../lib/time-range.ts';
import { KEPT_SAMPLES, withSamples } from './live-figures.ts';
import { FirstStepsQuery, LiveFiguresSubscription, OverviewStateQuery, OverviewStatsQuery, RecentChangesQuery, type LiveSample } from './overview.queries.ts';

const DAY_MS = 86_400_000;
/** While attempts are made, what is not in the stream is read again at most this often. */
const REFRESH_EVERY_MS = 5_000;

/** Everything of the overview: figures by the second, the rest read again while attempts are made. */
export function useOverview() {
  const { environment } = useEnvironment();
  const environments = computed(() => environment.value && [environment.value]);
  const samples = shallowRef<LiveSample[]>([]);
  /** Ms since epoch of the last reading; ranges that end now end then. */
  const readAt = ref(Date.now());

  const { range, picked } = useChartRange();

  const stats = useQuery({
    query: OverviewStatsQuery,
    requestPolicy: 'network-only',
    variables: computed(() => ({ range: rangeInput(range.value, readAt.value), environments: environments.value })),
  });
  const state = useQuery({
    query: OverviewStateQuery,
    requestPolicy: 'network-only',
    variables: computed(() => ({ day: { from: new Date(readAt.value - DAY_MS).toISOString() }, environments: environments.value })),
  });
  const changes = useQuery({ query: RecentChangesQuery, requestPolicy: 'cache-and-network' });
  const steps = useQuery({ query: FirstStepsQuery, requestPolicy: 'cache-and-network' });

  function refresh(): void {
    readAt.value = Date.now();
    void changes.executeQuery({ requestPolicy: 'network-only' });
    void steps.executeQuery({ requestPolicy: 'network-only' });
  }

  watch(environments, () => { samples.value = []; });
  useLive(LiveFiguresSubscription, {
    key: () => environment.value ?? 'all',
    variables: () => ({ environments: environments.value, history: samples.value.length === 0 ? KEPT_SAMPLES : 0 }),
    onData: ({ deliveryLiveStats }) => {
      samples.value = withSamples(samples.value, deliveryLiveStats.samples);
      const isBusy = (samples.value.at(-1)?.attemptsPerSecond ?? 0) > 0;
      if (isBusy && document.visibilityState === 'visible' && Date.now() - readAt.value >= REFRESH_EVERY_MS) refresh();
    },
  });

  return { range: picked, stats, state, changes, steps, samples, environment, refresh };
}
