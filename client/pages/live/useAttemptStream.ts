import { onScopeDispose, ref, shallowReactive, shallowRef, toValue, watch, type MaybeRefOrGetter } from 'vue';
import { useLive } from '../../composables/useLive.ts';
import { AttemptRing } from './attempt-ring.ts';
import { CatchUp, type CaughtUp } from './catch-up.ts';
import { LiveAttemptsSubscription, type LiveBatch, type LiveFilter } from './live.queries.ts';
import { isFailure, liveRow, type LiveRow } from './live-row.ts';
import { useGaps } from './useGaps.ts';

export const KEPT_ATTEMPTS = 5_000;
const SNAPSHOT = 200;
const FLUSH_EVERY_MS = 100;
const RATE_SECONDS = 3;

interface StreamOptions {
  filter: MaybeRefOrGetter<LiveFilter>;
  isPaused: MaybeRefOrGetter<boolean>;
  /** Called with what is new, outside Vue's reactivity and whether the page is paused or not. `isPast`: it ended before the page was opened. */
  onRows: (rows: readonly LiveRow[], isPast: boolean) => void;
  /** The stream begins anew with another filter. */
  onRestart: () => void;
}

/**
 * The live stream: it fills a ring outside Vue's reactivity, which is shown at most ten times a second, in an animation
 * frame. A cut resumes at the last cursor; a new filter starts again.
 */
export function useAttemptStream({ filter, isPaused, onRows, onRestart }: StreamOptions) {
  const ring = new AttemptRing<LiveRow>(KEPT_ATTEMPTS);
  const catchUp = new CatchUp();
  let cursor: string | null = null;
  let heardAt: number | null = null;
  /** Server clock minus ours. */
  let clockSkewMs = 0;
  let flushedAt = 0;
  let frame: number | null = null;

  /** What is shown, newest first, and how many of it the last change put on top. */
  const shown = shallowRef<{ rows: readonly LiveRow[]; added: number }>({ rows: [], added: 0 });
  const waiting = ref(0);
  const report = shallowReactive({ received: 0, failed: 0, perSecond: 0, caughtUp: null as (CaughtUp & { at: number }) | null });
  const hasStarted = ref(false);
  const failure = ref<string | null>(null);
  const gaps = useGaps({ filter, onLoaded: (rows) => { const count = ring.insert(rows); show(0); return count; } });

  function show(added: number): void {
    shown.value = { rows: ring.rows, added };
  }

  function flush(): void {
    frame = null;
    const now = performance.now();
    if (now - flushedAt < FLUSH_EVERY_MS) return schedule();
    flushedAt = now;
    const added = ring.waiting;
    if (!toValue(isPaused) && added > 0) {
      ring.take();
      show(added);
    }
    waiting.value = ring.waiting;
  }

  function schedule(): void {
    frame ??= requestAnimationFrame(flush);
  }

  function accept(batch: LiveBatch): void {
    const serverNow = Date.parse(batch.serverTime);
    clockSkewMs = serverNow - Date.now();
    cursor = batch.cursor;
    hasStarted.value = true;
    failure.value = null;
    if (batch.gap) gaps.note({ count: batch.gap.count, from: heardAt ?? serverNow, to: serverNow });
    heardAt = serverNow;
    const caughtUp = catchUp.accept(batch, performance.now());
    if (caughtUp) report.caughtUp = { ...caughtUp, at: Date.now() };
    const fresh = ring.push(batch.attempts.map(liveRow));
    if (fresh.length === 0) return;
    onRows(fresh, batch.phase !== 'LIVE');
    if (batch.phase !== 'SNAPSHOT') {
      report.received += fresh.length;
      report.failed += fresh.filter(isFailure).length;
    }
    schedule();
  }

  /** Empties the page; the stream goes on. */
  function clear(): void {
    ring.clear();
    show(0);
    waiting.value = 0;
  }

  function startAgain(): void {
    cursor = null;
    heardAt = null;
    hasStarted.value = false;
    Object.assign(report, { received: 0, failed: 0, perSecond: 0, caughtUp: null });
    gaps.forget();
    clear();
    onRestart();
  }

  const key = () => JSON.stringify(toValue(filter));
  // Before the stream restarts, so that it does not resume at a cursor of the filter before.
  watch(key, startAgain, { flush: 'sync' });
  watch(() => toValue(isPaused), (paused) => { if (!paused) schedule(); });
  useLive(LiveAttemptsSubscription, {
    key,
    variables: () => {
      if (cursor !== null) catchUp.begin(performance.now());
      return { after: cursor, filter: toValue(filter), snapshot: SNAPSHOT };
    },
    onData: ({ deliveryAttempts }) => accept(deliveryAttempts),
    onError: (message) => { failure.value = message; },
  });

  const counts: number[] = [];
  const timer = setInterval(() => {
    counts.push(report.received);
    if (counts.length > RATE_SECONDS + 1) counts.shift();
    report.perSecond = Math.max(0, (report.received - counts[0]!) / Math.max(1, counts.length - 1));
  }, 1_000);
  onScopeDispose(() => {
    clearInterval(timer);
    if (frame !== null) cancelAnimationFrame(frame);
  });

  return { shown, waiting, report, hasStarted, failure, gaps, clear, serverNow: () => Date.now() + clockSkewMs };
}
