/** Seconds that are kept: five minutes. */
export const KEPT_SECONDS = 300;

const SECOND_MS = 1_000;
const MINUTE_SECONDS = 60;
const RATE_SECONDS = 5;

interface Ended {
  status: string;
  startedAt: string;
  durationMs: number | null;
}

export interface SecondSample {
  attempts: number;
  failures: number;
  /** Percentiles of the attempts that ended in this second, in ms; null without any. */
  p50Ms: number | null;
  p95Ms: number | null;
}

export interface LiveSummary {
  /** Mean of the last full seconds. */
  attemptsPerSecond: number;
  failuresPerSecond: number;
  /** Of the last minute; null without attempts. */
  p50Ms: number | null;
  p95Ms: number | null;
  /** 0-1, of the last minute; null without attempts. */
  successRate: number | null;
}

class Bucket {
  failures = 0;
  readonly durations: number[] = [];
  #percentiles: { of: number; p50Ms: number | null; p95Ms: number | null } | null = null;

  add({ status, durationMs }: Ended): void {
    if (status === 'FAILED') this.failures += 1;
    this.durations.push(durationMs ?? 0);
  }

  sample(): SecondSample {
    const attempts = this.durations.length;
    if (this.#percentiles?.of !== attempts) this.#percentiles = { of: attempts, ...percentiles(this.durations) };
    return { attempts, failures: this.failures, p50Ms: this.#percentiles.p50Ms, p95Ms: this.#percentiles.p95Ms };
  }
}

const EMPTY: SecondSample = { attempts: 0, failures: 0, p50Ms: null, p95Ms: null };

function percentiles(durations: readonly number[]): { p50Ms: number | null; p95Ms: number | null } {
  const sorted = [...durations].sort((one, other) => one - other);
  const at = (share: number) => sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? null;
  return { p50Ms: at(0.5), p95Ms: at(0.95) };
}

/** Counts the attempts of a stream by the second in which they ended. All times in ms since epoch, by the server's clock. */
export class LiveStats {
  readonly #buckets = new Map<number, Bucket>();

  add(attempts: readonly Ended[]): void {
    for (const attempt of attempts) {
      const second = Math.floor((Date.parse(attempt.startedAt) + (attempt.durationMs ?? 0)) / SECOND_MS);
      let bucket = this.#buckets.get(second);
      if (!bucket) this.#buckets.set(second, bucket = new Bucket());
      bucket.add(attempt);
    }
  }

  clear(): void {
    this.#buckets.clear();
  }

  /** One sample for each kept second that is over, oldest first. Forgets what is older. */
  series(now: number): SecondSample[] {
    const end = Math.floor(now / SECOND_MS);
    for (const second of this.#buckets.keys()) if (second < end - KEPT_SECONDS) this.#buckets.delete(second);
    return Array.from({ length: KEPT_SECONDS }, (_, index) => this.#buckets.get(end - KEPT_SECONDS + index)?.sample() ?? EMPTY);
  }

  summary(now: number): LiveSummary {
    const recent = this.#lastSeconds(now, RATE_SECONDS);
    const minute = this.#lastSeconds(now, MINUTE_SECONDS);
    const durations = minute.flatMap((bucket) => bucket.durations);
    const failures = sum(minute, (bucket) => bucket.failures);
    return {
      attemptsPerSecond: sum(recent, (bucket) => bucket.durations.length) / RATE_SECONDS,
      failuresPerSecond: sum(recent, (bucket) => bucket.failures) / RATE_SECONDS,
      ...percentiles(durations),
      successRate: durations.length === 0 ? null : 1 - failures / durations.length,
    };
  }

  #lastSeconds(now: number, count: number): Bucket[] {
    const end = Math.floor(now / SECOND_MS);
    return Array.from({ length: count }, (_, index) => this.#buckets.get(end - 1 - index)).filter((bucket) => bucket !== undefined);
  }
}

const sum = (buckets: readonly Bucket[], of: (bucket: Bucket) => number) => buckets.reduce((total, bucket) => total + of(bucket), 0);
