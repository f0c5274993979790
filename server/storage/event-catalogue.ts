import type { EventType } from './entities/event-type.ts';
import { BUILT_IN, findEventTypes } from './repositories/event-types.ts';
import type { Store } from './store.ts';

/**
 * The event types in memory: a few dozen rows that every publish and every list asks for.
 * An account sees the built-in types and its own; its own win where both use a code.
 */
export class EventCatalogue {
  readonly #byAccount: ReadonlyMap<string, ReadonlyMap<string, EventType>>;

  private constructor(types: readonly EventType[]) {
    const byAccount = new Map<string, Map<string, EventType>>();
    for (const type of types) {
      const own = byAccount.get(type.accountId) ?? new Map<string, EventType>();
      byAccount.set(type.accountId, own.set(type.code, type));
    }
    this.#byAccount = byAccount;
  }

  static async load(store: Pick<Store, 'reader'>): Promise<EventCatalogue> {
    return new EventCatalogue(await findEventTypes(store));
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
}
