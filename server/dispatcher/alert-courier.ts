import { nextTryAt } from '../domain/alert.ts';
import { alertMessage } from '../domain/alert-message.ts';
import { SECOND_MS } from '../domain/time.ts';
import type { Mailer } from '../egress/mailer.ts';
import { claimAlert, dueAlerts, settleAlert } from '../storage/alert-rows.ts';
import type { Alert } from '../storage/entities/alert.ts';
import { findSettings } from '../storage/repositories/webhook-settings.ts';
import type { Store } from '../storage/store.ts';
import { Announcer } from './events.ts';
import { Rhythm } from './rhythm.ts';

const LOOK_EVERY_MS = 5 * SECOND_MS;
/** Alerts taken in a turn. */
const MOST_AT_ONCE = 50;
/** Longer than a sending takes at most: afterwards its process is taken for dead, and another sends the alert. */
const CLAIM_MS = 120 * SECOND_MS;
const MAX_REASON_LENGTH = 300;

export interface CourierOptions {
  store: Store;
  /** Null when no mail server is configured. */
  mailer: Pick<Mailer, 'send'> | null;
  /** Where users reach the console, for links. */
  publicUrl: () => string;
  clock: () => number;
}

/**
 * Sends the alerts that others wrote, by e-mail and one after the other. Any number of processes may do so. It stands apart from
 * the dispatcher, which never waits for a mail server.
 */
export class AlertCourier {
  readonly name = 'alert courier';
  readonly announcer = new Announcer();
  readonly #options: CourierOptions;
  readonly #rhythm = new Rhythm(LOOK_EVERY_MS, () => this.#guardedTurn());
  #isStopping = false;

  constructor(options: CourierOptions) {
    this.#options = options;
  }

  start(): void {
    this.#isStopping = false;
    this.#rhythm.start();
  }

  /** Returns when the sending that is under way has ended. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    await this.#rhythm.stop();
  }

  async #guardedTurn(): Promise<void> {
    try {
      await this.turn();
    } catch (error) {
      this.announcer.announce('fault', { doing: 'sending alerts', error });
    }
  }

  /** Sends what is due now. */
  async turn(): Promise<void> {
    const { store, clock } = this.#options;
    for (const alert of await dueAlerts(store.reader, clock(), MOST_AT_ONCE)) {
      if (this.#isStopping) return;
      const claimedUntil = clock() + CLAIM_MS;
      const isOurs = await store.write((tx) => claimAlert(tx, alert, claimedUntil));
      if (isOurs) await this.#send({ ...alert, tries: alert.tries + 1 }, claimedUntil);
    }
  }

  async #send(alert: Alert, claimedUntil: number): Promise<void> {
    const { store, clock } = this.#options;
    const { reason, refused, isFinal } = await this.#mail(alert);
    const retryAt = reason === null || isFinal ? null : nextTryAt(alert, clock());
    await store.write((tx) => settleAlert(tx, { id: alert.id, claimedUntil }, retryAt));
    this.announcer.announce('alert', { alertId: alert.id, kind: alert.kind, webhookId: alert.webhookId, reason, retryAt, refused });
  }

  /** What kept the mail from being sent; null when it was. Never rejects for anything that the mail server does. */
  async #mail({ id, accountId, webhookId, kind, facts }: Alert): Promise<{ reason: string | null; refused: number; isFinal: boolean }> {
    const { store, mailer, publicUrl } = this.#options;
    const { alertRecipients: to } = await findSettings(store.reader, accountId);
    const message = alertMessage(kind, facts, `${publicUrl()}/admin/webhooks/${webhookId}`);
    if (!mailer) return notSent(`SMTP_URL is not set. ${message.subject}`, true);
    if (to.length === 0) return notSent(`Nobody is to be told any more. ${message.subject}`, true);
    try {
      const { refused } = await mailer.send({ id, to, ...message });
      return { reason: null, refused, isFinal: true };
    } catch (error) {
      return notSent((error as Error).message.slice(0, MAX_REASON_LENGTH), false);
    }
  }
}

const notSent = (reason: string, isFinal: boolean) => ({ reason, refused: 0, isFinal });
