import type { AlertKind } from '../domain/alert.ts';
import type { DeliveryAttempt } from '../storage/entities/delivery-attempt.ts';

/** Without a reason it was sent; without another try it never will be. */
export interface AlertNews {
  readonly alertId: string;
  readonly accountId: string;
  readonly kind: AlertKind;
  readonly webhookId: string;
  readonly reason: string | null;
  readonly retryAt: number | null;
  /** Addresses that the mail server refused; the others have it. */
  readonly refused: number;
  /** The account was told enough for now: more is not sent until later. */
  readonly isLastForNow: boolean;
}

/** What the dispatcher tells whoever listens. Everything told is on disk already. */
export interface DispatcherEvents {
  /** Attempts ended and were recorded. */
  recorded: readonly DeliveryAttempt[];
  /** Deliveries were leased by this process. */
  claimed: { count: number };
  /** What a dead process held was taken over. */
  rescued: { owner: string; count: number };
  /** Another process took this one for dead; it has dropped what it held. */
  laneLost: { owner: string };
  /** Rows past retention were removed; how many of each kind. */
  pruned: Readonly<Record<string, number>>;
  /** The circuit of a webhook opened or closed; `retryAt`, in ms since epoch, is the end of its rest. */
  circuit: { webhookId: string; change: 'OPENED' | 'CLOSED'; retryAt: number | null };
  /** A webhook has failed for so long that it will be switched off at `disableAt` (null: never), or was; times are ms since epoch. */
  autoDisable: { webhookId: string; step: 'WARN' | 'DISABLE'; failingSince: number; disableAt: number | null };
  /** What became of an alert; `retryAt` is in ms since epoch. */
  alert: AlertNews;
  /** Something of ours failed; the work is tried again. */
  fault: { doing: string; error: unknown };
}

type Listener<T> = (event: T) => void;

/** Typed events; a listener that throws is left out of that event and harms nobody. */
export class Announcer {
  readonly #listeners: { [Name in keyof DispatcherEvents]?: Listener<DispatcherEvents[Name]>[] } = {};

  on<Name extends keyof DispatcherEvents>(name: Name, listener: Listener<DispatcherEvents[Name]>): void {
    const listeners: Listener<DispatcherEvents[Name]>[] = this.#listeners[name] ?? [];
    listeners.push(listener);
    Object.assign(this.#listeners, { [name]: listeners });
  }

  announce<Name extends keyof DispatcherEvents>(name: Name, event: DispatcherEvents[Name]): void {
    for (const listener of this.#listeners[name] ?? []) {
      try {
        listener(event);
      } catch (error) {
        if (name !== 'fault') this.announce('fault', { doing: `listening to ${name}`, error });
      }
    }
  }
}
