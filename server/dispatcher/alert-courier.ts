import { nextTryAt } from '../domain/alert.ts';
import { alertMessage } from '../domain/alert-message.ts';
import { MINUTE_MS, SECOND_MS } from '../domain/time.ts';
import type { Mailer } from '../egress/mailer.ts';
import { claimAlert, dueAlerts, settleAlert } from '../storage/alert-rows.ts';
import type { Alert } from '../storage/entities/alert.ts';
import { findSettings } from '../storage/repositories/webhook-settings.ts';
import type { Store } from '../storage/store.ts';
import { Announcer } from './events.ts';
import { Rhythm } from './rhythm.ts';

const LOOK_EVERY_MS = 5 * SECOND_MS;
/** Alerts taken in a turn, one of an account. */
const MOST_IN_TURN = 50;
/** One that the mail server lets wait must not hold up those of others. */
const SENDINGS_AT_ONCE = 4;
/** Longer than a sending takes at most: afterwards its process is taken for dead, and another sends the alert. */
const CLAIM_MS = 120 * SECOND_MS;
/** A process without a mail server takes what was due for so long: by then, one that has a mail server would have taken it. */
const LEFT_TO_OTHERS_MS = 15 * MINUTE_MS;
const MAX_REASON_LENGTH = 300;

export interface CourierOptions {
  store: Store;
  /** Null when no mail server is configured. */
  mailer: Pick<Mailer, 'send'> | null;
  /** Where users reach the console, for links. */
  publicUrl: () => string;
  clock: () => number;
}

/** What became of a sending; without a reason it succeeded. */
interface Result { readonly reason: string | null; readonly refused: number; readonly isFinal: boolean }

/**
 * Sends the alerts that others wrote, by e-mail, those of different accounts side by side. Any number of processes may do so. It stands
 * apart from the dispatcher, which never waits for a mail server.
 */
export class AlertCourier {
  readonly name = 'alert courier';
  readonly announcer = new Announcer();
  readonly #options: CourierOptions;
  readonly #rhythm = new Rhythm(LOOK_EVERY_MS, () => this.#guardedTurn());
  #stopping = new AbortController();

  constructor(options: CourierOptions) {
    this.#options = options;
  }

  start(): void {
    this.#stopping = new AbortController();
    this.#rhythm.start();
  }

  /** Breaks off what is under way. Such an alert is sent again when its claim has run out, as that of a process that died. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#rhythm.stop();
  }

  async #guardedTurn(): Promise<void> {
    await this.#guarded(() => this.turn());
  }

  async #guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.announcer.announce('fault', { doing: 'sending alerts', error });
    }
  }

  /** Sends what is due now, one alert of each account. */
  async turn(): Promise<void> {
    const { store, mailer, clock } = this.#options;
    const { signal } = this.#stopping;
    const dueBy = clock() - (mailer ? 0 : LEFT_TO_OTHERS_MS);
    const due = (await dueAlerts(store.reader, dueBy, MOST_IN_TURN)).values();
    const sendSome = async () => {
      for (const alert of due) if (!signal.aborted) await this.#guarded(() => this.#take(alert, signal));
    };
    await Promise.all(Array.from({ length: SENDINGS_AT_ONCE }, sendSome));
  }

  async #take(alert: Alert, signal: AbortSignal): Promise<void> {
    const { store, clock } = this.#options;
    const claimedUntil = clock() + CLAIM_MS;
    const isOurs = await store.write((tx) => claimAlert(tx, alert, claimedUntil));
    if (!isOurs) return;
    const result = await this.#mail(alert, signal);
    const isBrokenOff = signal.aborted && !result.isFinal;
    if (!isBrokenOff) await this.#settle({ ...alert, tries: alert.tries + 1 }, claimedUntil, result);
  }

  async #settle(alert: Alert, claimedUntil: number, { reason, refused, isFinal }: Result): Promise<void> {
    const { store, clock } = this.#options;
    const { id, accountId, kind, webhookId, facts: { isLastForNow = false } } = alert;
    const retryAt = isFinal ? null : nextTryAt(alert, clock());
    await store.write((tx) => settleAlert(tx, { id, claimedUntil }, retryAt));
    this.announcer.announce('alert', { alertId: id, accountId, kind, webhookId, reason, retryAt, refused, isLastForNow });
  }

  /** Never rejects for anything that the mail server does. */
  async #mail({ id, accountId, webhookId, kind, facts }: Alert, signal: AbortSignal): Promise<Result> {
    const { store, mailer, publicUrl } = this.#options;
    const { alertRecipients: to } = await findSettings(store.reader, accountId);
    const message = alertMessage(kind, facts, `${publicUrl()}/admin/webhooks/${webhookId}`);
    if (!mailer) return notSent(`SMTP_URL is not set. ${message.subject}`, true);
    if (to.length === 0) return notSent(`Nobody is to be told any more. ${message.subject}`, true);
    try {
      const { refused } = await mailer.send({ id, to, ...message }, signal);
      return { reason: null, refused, isFinal: true };
    } catch (error) {
      return notSent((error as Error).message.slice(0, MAX_REASON_LENGTH), false);
    }
  }
}

const notSent = (reason: string, isFinal: boolean): Result => ({ reason, refused: 0, isFinal });
