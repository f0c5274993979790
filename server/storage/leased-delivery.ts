import type { DeliveryStatus, DeliveryTrigger } from '../domain/delivery.ts';
import type { EnvironmentKey } from '../domain/environments.ts';

/** The event of a leased delivery; all deliveries of one event in memory share it. */
export interface LeasedEvent {
  id: string;
  accountId: string;
  code: string;
  resourceId: string;
  environment: EnvironmentKey;
  occurredAt: number;
  /** The whole envelope. */
  body: string;
}

/** About the memory that the body of an event takes, bytes: its text, and the bytes that are made of it to be sent. */
export const memoryOf = ({ body }: LeasedEvent): number => body.length * 2;

/** A delivery that this process may send: its lease is on disk. */
export interface LeasedDelivery {
  id: string;
  /** In whose name its row is leased. */
  leaseOwner: string;
  webhookId: string;
  webhookName: string;
  url: string;
  event: LeasedEvent;
  trigger: DeliveryTrigger;
  /** Before the attempt that the lease is for. */
  status: DeliveryStatus;
  attemptCount: number;
  policyStep: number;
  nextAttemptAt: number | null;
  completedAt: number | null;
  isManualRequested: boolean;
  /** It is the head of an ordered line: nothing planned is sent before it has ended. */
  isInTurn: boolean;
  revision: number;
  /** When it could first have been sent, for the time it waited in our queue. */
  dueAt: number;
}

/** What publishing needs to know of whoever sends; the dispatcher is one, a process that only serves the API has none. */
export interface DeliveryIntake {
  /** Takes room for one delivery. Returns the lease owner to write into its row, or null when there is no room. */
  reserve(webhookId: string, options?: { evenWhenFull: boolean }): string | null;
  /** Gives back room that was reserved for `owner`: the row was not committed. */
  release(owner: string, webhookId: string): void;
  /** Takes over deliveries for which room was reserved; their rows are committed. */
  accept(deliveries: readonly LeasedDelivery[]): void;
  /** Something may be due. */
  wake(): void;
}

/** For processes without a dispatcher: everything is left to be claimed by others. */
export const noIntake: DeliveryIntake = { reserve: () => null, release: () => undefined, accept: () => undefined, wake: () => undefined };
