import { setImmediate } from 'node:timers/promises';
import type { EnvironmentKey } from '../domain/environments.ts';
import { DURATION_BUCKETS_MS, percentile } from '../domain/percentile.ts';
import { SECOND_MS } from '../domain/time.ts';
import { logExtent, tallyLog, waitingByWebhook, type AttemptTally, type Waiting } from '../storage/live-counts.ts';
import type { Scope } from '../storage/repositories/conditions.ts';
import type { Store } from '../storage/store.ts';
import { Hub } from './hub.ts';
import { stream } from './stream.ts';

/** Seconds that are remembered, and the longest history. */
export const LIVE_HISTORY = 300;
const PERCENTILE_MS = 10 * SECOND_MS;
/** Attempts read at once, and most in one second; what is beyond is left out of the statistics of that second. */
const READ = 2_000;
const MOST_PER_SECOND = 20_000;
/** Counting what waits may take this share of the time. */
const WAITING_SHARE = 0.05;
/** The sampler goes on so long after its last subscriber, so that a page that is opened again has its history. */
const LINGER_MS = LIVE_HISTORY * SECOND_MS;

export interface LiveStatsOptions {
  scope: Scope;
  environments: readonly EnvironmentKey[] | null;
  webhookIds: readonly string[] | null;
  intervalSeconds: number;
  /** Past values to begin with. */
  history: number;
}

/** Rates of the last interval, percentiles of the last 10 s in ms, and what waits now. */
export interface LiveStatsSample {
  at: number;
  attemptsPerSecond: number;
  failuresPerSecond: number;
  p50Ms: number | null;
  p95Ms: number | null;
  inFlight: number;
  dueBacklog: number;
  scheduledBacklog: number;
  oldestDueMs: number | null;
}

interface Second { readonly at: number; readonly tookMs: number; readonly tallies: readonly AttemptTally[]; readonly waiting: readonly Waiting[] }

/**
 * Statistics of the moment. One sampler for all subscribers reads each second what was added to the log, by whichever process, and now and
 * then what waits. It runs while somebody listens.
 */
export class LiveStats {
  readonly #store: Store;
  readonly #clock: () => number;
  readonly #ticks = new Hub();
  /** Oldest first. */
  #seconds: Second[] = [];
  #answers = new Map<string, LiveStatsSample>();
  #subscribers = 0;
  #leftAt = 0;
  #isRunning = false;

  constructor({ store, clock }: { store: Store; clock: () => number }) {
    this.#store = store;
    this.#clock = clock;
  }

  follow(options: LiveStatsOptions): AsyncIterableIterator<LiveStatsSample[]> {
    return stream((signal) => this.#samples(options, signal));
  }

  async *#samples(options: LiveStatsOptions, signal: AbortSignal): AsyncGenerator<LiveStatsSample[], void> {
    this.#subscribers += 1;
    if (!this.#isRunning) void this.#run();
    try {
      await this.#firstSecond(signal);
      if (!signal.aborted) yield this.#history(options);
      while (!signal.aborted) {
        for (let seconds = 0; seconds < options.intervalSeconds; seconds++) await this.#nextSecond(signal);
        await this.#firstSecond(signal);
        if (!signal.aborted) yield [this.#sample(options, this.#seconds.length)];
      }
    } finally {
      this.#subscribers -= 1;
      this.#leftAt = performance.now();
    }
  }

  /** There is one already, unless the sampler began just now. */
  async #firstSecond(signal: AbortSignal): Promise<void> {
    while (this.#seconds.length === 0 && !signal.aborted) await this.#nextSecond(signal);
  }

  #nextSecond(signal: AbortSignal): Promise<void> {
    return this.#ticks.change(this.#ticks.changes, LINGER_MS, signal);
  }

  /** Past values, an interval apart, and the newest one. */
  #history(options: LiveStatsOptions): LiveStatsSample[] {
    const ends: number[] = [];
    for (let end = this.#seconds.length; end > 0 && ends.length < Math.max(1, options.history); end -= options.intervalSeconds) ends.unshift(end);
    return ends.map((end) => this.#sample(options, end));
  }

  /** The value as of the end of a second, which is worked out once for all who ask the same. */
  #sample({ scope, environments, webhookIds, intervalSeconds }: LiveStatsOptions, end: number): LiveStatsSample {
    const newest = this.#seconds[end - 1]!;
    const question = JSON.stringify([newest.at, scope.accountId, scope.environments, environments, webhookIds, intervalSeconds]);
    const known = this.#answers.get(question);
    if (known) return known;
    const isAsked = matcher({ scope, environments, webhookIds });
    const sample = {
      at: newest.at,
      ...ratesOf(this.#seconds.slice(Math.max(0, end - intervalSeconds), end), isAsked),
      ...percentilesOf(this.#seconds.slice(0, end).filter(({ at }) => at > newest.at - PERCENTILE_MS), isAsked),
      ...standingOf(newest.waiting.filter(isAsked), newest.at),
    };
    this.#answers.set(question, sample);
    return sample;
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    this.#seconds = [];
    try {
      const sampler = await Sampler.start(this.#store, this.#clock);
      while (this.#subscribers > 0 || performance.now() - this.#leftAt < LINGER_MS) {
        await nextTick();
        this.#keep(await sampler.next());
      }
    } catch {
      // The database cannot be read just now: whoever listens starts anew with the next message.
      await nextTick();
    } finally {
      this.#isRunning = false;
      this.#answers.clear();
    }
    if (this.#subscribers > 0) void this.#run();
  }

  #keep(second: Second): void {
    this.#seconds = [...this.#seconds.slice(1 - LIVE_HISTORY), second];
    this.#answers.clear();
    this.#ticks.announce();
  }
}

/** Reads the second that has passed since it was asked last. */
class Sampler {
  readonly #store: Store;
  readonly #clock: () => number;
  #position: Map<number, number>;
  #readAt = performance.now();
  #waiting: readonly Waiting[] = [];
  #waitingDueAt = 0;

  private constructor(store: Store, clock: () => number, position: Map<number, number>) {
    this.#store = store;
    this.#clock = clock;
    this.#position = position;
  }

  static async start(store: Store, clock: () => number): Promise<Sampler> {
    return new Sampler(store, clock, await logExtent(store));
  }

  async next(): Promise<Second> {
    const tallies = await this.#readLog();
    await this.#readWaiting();
    const now = performance.now();
    const tookMs = now - this.#readAt;
    this.#readAt = now;
    return { at: this.#clock(), tookMs, tallies, waiting: this.#waiting };
  }

  async #readLog(): Promise<AttemptTally[]> {
    const end = await logExtent(this.#store);
    const tallies: AttemptTally[] = [];
    for (const [lane, last] of end) {
      const first = Math.max(this.#position.get(lane) ?? 0, last - MOST_PER_SECOND);
      for (let after = first; after < last; after += READ) {
        tallies.push(...await tallyLog(this.#store, { lane, after, upTo: Math.min(last, after + READ) }));
        await setImmediate();
      }
    }
    this.#position = end;
    return tallies;
  }

  async #readWaiting(): Promise<void> {
    const startedAt = performance.now();
    if (startedAt < this.#waitingDueAt) return;
    this.#waiting = await waitingByWebhook(this.#store, this.#clock());
    this.#waitingDueAt = startedAt + (performance.now() - startedAt) / WAITING_SHARE;
  }
}

type Place = Pick<Waiting, 'accountId' | 'environment' | 'webhookId'>;

function matcher({ scope, environments, webhookIds }: Pick<LiveStatsOptions, 'scope' | 'environments' | 'webhookIds'>): (place: Place) => boolean {
  const allowed = new Set(scope.environments.filter((each) => !environments?.length || environments.includes(each)));
  const webhooks = webhookIds?.length ? new Set(webhookIds) : null;
  return (place) => place.accountId === scope.accountId && allowed.has(place.environment) && webhooks?.has(place.webhookId) !== false;
}

type IsAsked = ReturnType<typeof matcher>;

function ratesOf(seconds: readonly Second[], isAsked: IsAsked): Pick<LiveStatsSample, 'attemptsPerSecond' | 'failuresPerSecond'> {
  const tallies = seconds.flatMap((second) => second.tallies.filter(isAsked));
  const duration = sum(seconds.map(({ tookMs }) => tookMs)) / SECOND_MS;
  const perSecond = (counts: readonly AttemptTally[]) => Math.round((sum(counts.map(({ count }) => count)) / duration) * 100) / 100;
  return { attemptsPerSecond: perSecond(tallies), failuresPerSecond: perSecond(tallies.filter(({ isFailure }) => isFailure)) };
}

function percentilesOf(seconds: readonly Second[], isAsked: IsAsked): Pick<LiveStatsSample, 'p50Ms' | 'p95Ms'> {
  const durations = DURATION_BUCKETS_MS.map(() => 0);
  for (const { tallies } of seconds) for (const tally of tallies) if (isAsked(tally)) durations[tally.durationBucket]! += tally.count;
  return { p50Ms: percentile(durations, 0.5), p95Ms: percentile(durations, 0.95) };
}

function standingOf(waiting: readonly Waiting[], now: number): Pick<LiveStatsSample, 'inFlight' | 'dueBacklog' | 'scheduledBacklog' | 'oldestDueMs'> {
  const oldest = Math.min(...waiting.map(({ oldestDueAt }) => oldestDueAt ?? Infinity));
  return {
    inFlight: sum(waiting.map(({ held }) => held)),
    dueBacklog: sum(waiting.map(({ due }) => due)),
    scheduledBacklog: sum(waiting.map(({ scheduled }) => scheduled)),
    oldestDueMs: Number.isFinite(oldest) ? Math.max(0, now - oldest) : null,
  };
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);

/** Does not keep the process alive. */
const nextTick = () => new Promise<void>((resolve) => { setTimeout(resolve, SECOND_MS).unref(); });
