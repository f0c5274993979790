import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { DeliveryOrdering } from '../../domain/delivery-ordering.ts';
import type { EnvironmentKey } from '../../domain/environments.ts';
import type { PayloadFormat } from '../../domain/payload-format.ts';
import type { RetryPolicy } from '../../domain/retry-policy.ts';
import type { SignatureScheme } from '../../domain/signing/scheme.ts';
import { counter, id, int, json, longText, moment, text, word } from '../columns.ts';

/** A custom request header; the value of a secret one is sealed by `encryption.ts`. */
export interface StoredHeader { name: string; value: string; isSecret: boolean }

/** A named target URL with its event selection. */
@Entity('webhook')
@Index('ix_webhook_account', ['accountId', 'name'])
export class Webhook {
  @PrimaryColumn(id) id!: string;
  @Column(id) accountId!: string;
  @Column(text(120)) name!: string;
  @Column(longText({ nullable: true })) description!: string | null;
  @Column(text(2048)) url!: string;
  @Column(word()) environment!: EnvironmentKey;
  @Column(word()) status!: 'ACTIVE' | 'INACTIVE';
  @Column(word()) statusReason!: 'MANUAL' | 'AUTO_DISABLED' | 'RECEIVER_REQUEST';
  @Column(moment) statusChangedAt!: number;
  /** Codes and patterns as entered. */
  @Column(json()) eventPatterns!: string[];
  @Column(word()) payloadFormat!: PayloadFormat;
  @Column(text(32)) schemaVersion!: string;
  @Column(json()) customHeaders!: StoredHeader[];
  @Column(json({ nullable: true })) retryPolicy!: RetryPolicy | null;
  @Column({ ...int, nullable: true }) timeoutMs!: number | null;
  @Column(int) maxConcurrency!: number;
  /** Null is unlimited. */
  @Column({ ...int, nullable: true }) maxRequestsPerSecond!: number | null;
  @Column({ ...word(), default: 'PARALLEL' }) ordering!: DeliveryOrdering;
  @Column(json()) signatureSchemes!: SignatureScheme[];
  /** See `domain/content-filter.ts`; null lets every event of its types through. */
  @Column(longText({ nullable: true })) contentFilter!: string | null;
  @Column(counter) version!: number;
  /** Member or API key. */
  @Column({ ...id, nullable: true }) createdBy!: string | null;
  @Column(moment) createdAt!: number;
  @Column(moment) updatedAt!: number;
  @Column({ ...moment, nullable: true }) deletedAt!: number | null;
}

/** A `whsec_` key of a webhook, encrypted. */
@Entity('webhook_secret')
@Index('ix_webhook_secret_webhook', ['webhookId'])
export class WebhookSecret {
  @PrimaryColumn(id) id!: string;
  @Column(id) accountId!: string;
  @Column(id) webhookId!: string;
  @Column(text(32)) hint!: string;
  /** Sealed by `encryption.ts`, bound to this row. */
  @Column(longText()) secretSealed!: string;
  @Column(moment) createdAt!: number;
  /** Null while current; afterwards the end of the overlap. */
  @Column({ ...moment, nullable: true }) expiresAt!: number | null;
  @Column({ ...moment, nullable: true }) lastRevealedAt!: number | null;
}

/**
 * The standing of a webhook's own queue, one row each. Separate from the webhook, because it changes with the traffic.
 * `nextDueAt` tells the claim loop which webhooks have work, so that its cost does not depend on how much waits.
 */
@Entity('webhook_queue')
@Index('ix_webhook_queue_due', ['nextDueAt'])
@Index('ix_webhook_queue_rest', ['restsUntil'])
export class WebhookQueue {
  @PrimaryColumn(id) webhookId!: string;
  @Column(id) accountId!: string;
  /** Earliest due delivery that no process holds; null when there is none or the webhook is inactive. */
  @Column({ ...moment, nullable: true }) nextDueAt!: number | null;
  /** Nothing planned is sent before: the receiver asked for rest, the circuit is open, or its probe is under way. */
  @Column({ ...moment, nullable: true }) restsUntil!: number | null;
  @Column(int) consecutiveFailures!: number;
  /** End of the first failure since the last success, without failures of ours and attempts by hand. */
  @Column({ ...moment, nullable: true }) failingSince!: number | null;
  /** When people were last told that it only fails; said of the run of failures that it lies in. */
  @Column({ ...moment, nullable: true }) warnedAt!: number | null;
  /** See `domain/circuit.ts`. */
  @Column({ ...int, default: 0 }) circuitFaults!: number;
  @Column({ ...int, default: 0 }) circuitTrips!: number;
  @Column({ ...moment, nullable: true }) circuitRetryAt!: number | null;
  @Column({ ...id, nullable: true }) probeId!: string | null;
  /** Up to when the rate limit has been used; microseconds since epoch. */
  @Column({ ...moment, nullable: true }) pacedUntil!: number | null;
  /** The last place given in its ordered line; null while it has none. Whoever reads or changes the line holds the lock of this row. */
  @Column({ ...counter, nullable: true }) lastPosition!: number | null;
  @Column({ ...moment, nullable: true }) lastSuccessAt!: number | null;
  @Column({ ...moment, nullable: true }) lastFailureAt!: number | null;
}
