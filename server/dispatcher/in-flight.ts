/** Most requests at once to one host, whatever webhooks they belong to. */
const MAX_PER_HOST = 50;
/** A request that takes longer than this costs a socket and a timer, but no work: it gives its place to others. */
const PROMPT_MS = 1_000;
const LOOK_EVERY_MS = 250;
/** Most requests at once, prompt ones and slow ones, for each place. */
const REQUESTS_PER_PLACE = 8;

/** A request that has not ended. */
export interface Request { readonly host: string; readonly startedAt: number }

/**
 * The requests that have not ended. Each takes a place until it has lasted a second, so that receivers that never answer cannot
 * take all places from those that do.
 */
export class InFlight {
  readonly #places: number;
  readonly #onPlaces: () => void;
  readonly #prompt = new Set<Request>();
  readonly #slow = new Set<Request>();
  readonly #byHost = new Map<string, number>();
  #look: NodeJS.Timeout | null = null;

  /** `onPlaces` is told when slow requests have given up their places. */
  constructor(places: number, onPlaces: () => void) {
    this.#places = places;
    this.#onPlaces = onPlaces;
  }

  get size(): number {
    return this.#prompt.size + this.#slow.size;
  }

  get hasPlace(): boolean {
    return this.#prompt.size < this.#places && this.size < this.#places * REQUESTS_PER_PLACE;
  }

  isBusy(host: string): boolean {
    return (this.#byHost.get(host) ?? 0) >= MAX_PER_HOST;
  }

  begin(host: string): Request {
    const request = { host, startedAt: performance.now() };
    this.#prompt.add(request);
    this.#byHost.set(host, (this.#byHost.get(host) ?? 0) + 1);
    this.#look ??= setInterval(() => this.#moveSlow(), LOOK_EVERY_MS).unref();
    return request;
  }

  end(request: Request): void {
    if (!this.#prompt.delete(request)) this.#slow.delete(request);
    const toHost = (this.#byHost.get(request.host) ?? 1) - 1;
    if (toHost === 0) this.#byHost.delete(request.host);
    else this.#byHost.set(request.host, toHost);
    if (this.size > 0 || !this.#look) return;
    clearInterval(this.#look);
    this.#look = null;
  }

  #moveSlow(): void {
    const slowSince = performance.now() - PROMPT_MS;
    const before = this.#slow.size;
    // In the order in which they started: the first that is prompt ends the search.
    for (const request of this.#prompt) {
      if (request.startedAt > slowSince) break;
      this.#prompt.delete(request);
      this.#slow.add(request);
    }
    if (this.#slow.size > before) this.#onPlaces();
  }
}
