import { onScopeDispose, ref, shallowReactive, shallowRef, toValue, watch, type MaybeRefOrGetter } from 'vue';
import { useLive } from '../../composables/useLive.ts';
import { AttemptRing } from './attempt-ring.ts';
import { CatchUp } from './catch-up.ts';
import { LiveStats, type LiveSummary, type SecondSample } from './live-stats.ts';
import { LiveAttemptsSubscription, type LiveAttempt, type LiveBatch, type LiveFilter } from './live.queries.ts';

export const KEPT_ATTEMPTS = 5_000;
const SNAPSHOT = 200;
const FLUSH_EVERY_MS = 100;
const SAMPLE_EVERY_MS = 1_000;

/**
 * The live stream: it fills a ring outside Vue's reactivity, which is shown at most ten times a second, in an animation
 * frame. A cut resumes at the last cursor; a new filter starts again.
 */
export function useAttemptStream(filter: MaybeRefOrGetter<LiveFilter>, isPaused: MaybeRefOrGetter<boolean>) {
  const ring = new AttemptRing<LiveAttempt>(KEPT_ATTEMPTS);
  const stats = new LiveStats();
  let cursor: string | null = null;
  /** Server clock minus ours. */
  let clockSkewMs = 0;
  let flushedAt = 0;
  let frame: number | null = null;
  const catchUp = new CatchUp();

  const rows = shallowRef<readonly LiveAttempt[]>([]);
  const waiting = ref(0);
  const series = shallowRef<SecondSample[]>([]);
  const summary = shallowRef<LiveSummary | null>(null);
  const report = shallowReactive({ received: 0, failed: 0, skipped: 0, caughtUp: null as { count: number; at: number } | null });
  const hasStarted = ref(false);
  const failure = ref<string | null>(null);

  const serverNow = () => Date.now() + clockSkewMs;

  function flush(): void {
    frame = null;
    const now = performance.now();
    if (now - flushedAt < FLUSH_EVERY_MS) return schedule();
    flushedAt = now;
    if (!toValue(isPaused)) rows.value = ring.take();
    waiting.value = ring.waiting;
  }

  function schedule(): void {
    frame ??= requestAnimationFrame(flush);
  }

  function accept(batch: LiveBatch): void {
    cursor = batch.cursor;
    clockSkewMs = Date.parse(batch.serverTime) - Date.now();
    hasStarted.value = true;
    failure.value = null;
    if (batch.gap) report.skipped += batch.gap.count;
    const caughtUp = catchUp.accept(batch);
    if (caughtUp) report.caughtUp = { count: caughtUp, at: Date.now() };
    const fresh = ring.push(batch.attempts);
    stats.add(fresh);
    report.received += fresh.length;
    report.failed += fresh.filter(({ status }) => status === 'FAILED').length;
    if (fresh.length > 0) schedule();
  }

  function startAgain(): void {
    cursor = null;
    ring.clear();
    stats.clear();
    rows.value = [];
    waiting.value = 0;
    hasStarted.value = false;
    Object.assign(report, { received: 0, failed: 0, skipped: 0, caughtUp: null });
  }

  function sample(): void {
    series.value = stats.series(serverNow());
    summary.value = stats.summary(serverNow());
  }

  const key = () => JSON.stringify(toValue(filter));
  // Before the stream restarts, so that it does not resume at a cursor of the filter before.
  watch(key, startAgain, { flush: 'sync' });
  watch(() => toValue(isPaused), (paused) => { if (!paused) schedule(); });
  useLive(LiveAttemptsSubscription, {
    key,
    variables: () => {
      if (cursor !== null) catchUp.begin();
      return { after: cursor, filter: toValue(filter), snapshot: SNAPSHOT };
    },
    onData: ({ deliveryAttempts }) => accept(deliveryAttempts),
    onError: (message) => { failure.value = message; },
  });

  sample();
  const timer = setInterval(sample, SAMPLE_EVERY_MS);
  onScopeDispose(() => {
    clearInterval(timer);
    if (frame !== null) cancelAnimationFrame(frame);
  });

  return { rows, waiting, series, summary, report, hasStarted, failure };
}
