import type { Store } from './store.ts';

/**
 * The same database, which reads nothing more once the signal says that nobody waits: the next statement fails with its reason instead
 * of being sent. Writes are left alone, and so is a statement that runs.
 */
export function readingUntil(store: Store, signal: AbortSignal): Store {
  return new Proxy(store, {
    get(target, name) {
      if (name === 'reader') signal.throwIfAborted();
      // On the store itself, for a proxy has none of its private fields.
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) as unknown : value;
    },
  });
}
