import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { DeliveryStatus, DeliveryTrigger, SkipReason } from '../../domain/delivery.ts';
import type { EnvironmentKey } from '../../domain/environments.ts';
import type { FailureCode } from '../../domain/outcome.ts';
import { flag, id, int, moment, text, word } from '../columns.ts';

/** `leaseOwner` of a delivery that waits to be claimed. Null means that nothing is planned for it. */
export const UNLEASED = '';

/** `dueAt` of what a person asked for: before anything planned, and also for an inactive webhook. */
export const DUE_URGENTLY = 0;

/**
 * One event on its way to one webhook.
 *
 * `leaseOwner` says who may send: UNLEASED waits for a claim at `dueAt`, a process id is being sent by that process, null is at rest.
 * One index over (leaseOwner, webhookId, dueAt) answers both "what is due for this webhook" and "what did that dead process hold".
 */
@Entity('delivery')
@Index('ix_delivery_lease', ['leaseOwner', 'webhookId', 'dueAt'])
@Index('ix_delivery_order', ['accountId', 'id'])
@Index('ix_delivery_webhook', ['webhookId', 'id', 'accountId'])
@Index('ix_delivery_event', ['eventId'])
export class Delivery {
  @PrimaryColumn(id) id!: string;
  @Column(id) accountId!: string;
  @Column(id) eventId!: string;
  @Column(id) webhookId!: string;
  @Column(text(120)) webhookName!: string;
  @Column(text(2048)) url!: string;
  @Column(word()) environment!: EnvironmentKey;
  @Column(text(120)) eventCode!: string;
  @Column(word()) status!: DeliveryStatus;
  @Column(word()) trigger!: DeliveryTrigger;
  /** Member or API key that tested or retried. */
  @Column({ ...id, nullable: true }) triggeredBy!: string | null;
  /** Requests made, of whatever kind; also the number of the newest attempt. */
  @Column(int) attemptCount!: number;
  /** Planned attempts used up, the measure of the retry policy. */
  @Column(int) policyStep!: number;
  /** Planned next attempt, for people. */
  @Column({ ...moment, nullable: true }) nextAttemptAt!: number | null;
  /** Someone asked for an attempt by hand; it is made before anything planned. */
  @Column(flag) isManualRequested!: boolean;
  /** The publisher's key of the newest request for an attempt by hand. */
  @Column({ ...text(200), nullable: true }) manualKey!: string | null;
  @Column({ ...id, nullable: true }) leaseOwner!: string | null;
  @Column({ ...moment, nullable: true }) dueAt!: number | null;
  @Column({ ...id, nullable: true }) lastAttemptId!: string | null;
  @Column({ ...moment, nullable: true }) lastAttemptAt!: number | null;
  @Column({ ...int, nullable: true }) lastStatusCode!: number | null;
  @Column({ ...word(), nullable: true }) lastFailureCode!: FailureCode | null;
  /** Why it was not sent when its event was published. */
  @Column({ ...word(), nullable: true }) skipReason!: SkipReason | null;
  @Column(moment) createdAt!: number;
  @Column({ ...moment, nullable: true }) completedAt!: number | null;
  @Column(int) revision!: number;
}
