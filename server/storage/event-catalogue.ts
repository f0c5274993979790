import type { EventType } from './entities/event-type.ts';
import { BUILT_IN, catalogueVersion, findEventTypes } from './repositories/event-types.ts';
import type { Store } from './store.ts';

/** How often processes that share a database look for each other's changes, ms. */
const WATCH_INTERVAL_MS = 1_000;

/**
 * The event types in memory: a few dozen rows that every publish and every list asks for.
 * An account sees the built-in types and its own.
 */
export class EventCatalogue {
  readonly #store: Pick<Store, 'reader' | 'dialect'>;
  #byAccount: ReadonlyMap<string, ReadonlyMap<string, EventType>> = new Map();
  #version = '';
  #refreshing: Promise<void> | null = null;
  #watch: NodeJS.Timeout | null = null;

  private constructor(store: Pick<Store, 'reader' | 'dialect'>) {
    this.#store = store;
  }

  static async load(store: Pick<Store, 'reader' | 'dialect'>): Promise<EventCatalogue> {
    const catalogue = new EventCatalogue(store);
    await catalogue.refresh();
    return catalogue;
  }

  byCode(accountId: string, code: string): EventType | null {
    return this.#byAccount.get(accountId)?.get(code) ?? this.#byAccount.get(BUILT_IN)?.get(code) ?? null;
  }

  byId(accountId: string, id: string): EventType | null {
    return this.all(accountId).find((type) => type.id === id) ?? null;
  }

  /** Every type of the account in the order of the picker: built-in groups first, by place in the group. */
  all(accountId: string): EventType[] {
    const own = accountId === BUILT_IN ? undefined : this.#byAccount.get(accountId);
    const builtIn = [...(this.#byAccount.get(BUILT_IN)?.values() ?? [])].filter(({ code }) => !own?.has(code));
    return [...builtIn, ...(own?.values() ?? [])];
  }

  codes(accountId: string): string[] {
    return this.all(accountId).map(({ code }) => code);
  }

  /** Knows every change that was committed before this was called. Costs one short query when there was none. */
  async refresh(): Promise<void> {
    await this.#refreshing?.catch(() => undefined);
    this.#refreshing ??= this.#reload().finally(() => { this.#refreshing = null; });
    return this.#refreshing;
  }

  /** Looks for changes made by other processes. On SQLite there are none. */
  start(): void {
    if (this.#store.dialect === 'sqlite') return;
    this.#watch = setInterval(() => void this.refresh().catch(() => undefined), WATCH_INTERVAL_MS).unref();
  }

  stop(): void {
    if (this.#watch) clearInterval(this.#watch);
  }

  /** The version is read first: a change in between makes the copy look older than it is, never newer. */
  async #reload(): Promise<void> {
    const version = await catalogueVersion(this.#store);
    if (version === this.#version) return;
    const byAccount = new Map<string, Map<string, EventType>>();
    for (const type of await findEventTypes(this.#store)) {
      const own = byAccount.get(type.accountId) ?? new Map<string, EventType>();
      // What did not change stays the same object, by which others know that what they made of it still holds.
      const known = this.#byAccount.get(type.accountId)?.get(type.code);
      byAccount.set(type.accountId, own.set(type.code, known?.version === type.version && known.id === type.id ? known : type));
    }
    this.#byAccount = byAccount;
    this.#version = version;
  }
}
