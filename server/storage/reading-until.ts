import type { Store } from './store.ts';

/** Whether somebody still waits for what is read: throws the reason when nobody does. An AbortSignal is one. */
export type Waiting = Pick<AbortSignal, 'throwIfAborted'>;

/**
 * The same database, which reads nothing more once it is told that nobody waits: the next statement fails with its reason instead
 * of being sent. Writes are left alone, and so is a statement that runs.
 */
export function readingUntil(store: Store, waiting: Waiting): Store {
  return new Proxy(store, {
    get(target, name) {
      if (name === 'reader') waiting.throwIfAborted();
      // On the store itself, for a proxy has none of its private fields.
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) as unknown : value;
    },
  });
}
