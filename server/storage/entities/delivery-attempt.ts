import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { AttemptKind, DeliveryTrigger } from '../../domain/delivery.ts';
import type { EnvironmentKey } from '../../domain/environments.ts';
import type { FailureCode } from '../../domain/outcome.ts';
import type { SignatureScheme } from '../../domain/signing/scheme.ts';
import { bytes, counter, flag, headerLines, id, int, json, longText, moment, text, word } from '../columns.ts';

/**
 * One HTTP request, written when its outcome is known and before anyone is told of it.
 * (`lane`, `seq`) is its place in the live log: each process writes one lane in strict commit order.
 */
@Entity('delivery_attempt')
@Index('uq_delivery_attempt_log', ['lane', 'seq'], { unique: true })
@Index('ix_delivery_attempt_order', ['accountId', 'id'])
@Index('ix_delivery_attempt_webhook', ['webhookId', 'id', 'accountId', 'status', 'statusCode'])
@Index('ix_delivery_attempt_delivery', ['deliveryId'])
export class DeliveryAttempt {
  /** Made when the request starts, so ids are in starting order. */
  @PrimaryColumn(id) id!: string;
  @Column(int) lane!: number;
  @Column(counter) seq!: number;
  @Column(id) accountId!: string;
  @Column(id) deliveryId!: string;
  @Column(id) eventId!: string;
  @Column(id) webhookId!: string;
  @Column(text(120)) webhookName!: string;
  @Column(text(2048)) url!: string;
  @Column(word()) environment!: EnvironmentKey;
  @Column(text(120)) eventCode!: string;
  @Column(text(200)) resourceId!: string;
  @Column(word()) trigger!: DeliveryTrigger;
  @Column(int) number!: number;
  @Column(word()) kind!: AttemptKind;
  @Column(word()) status!: 'SUCCEEDED' | 'FAILED';
  @Column(moment) startedAt!: number;
  @Column(moment) completedAt!: number;
  @Column(int) durationMs!: number;
  @Column({ ...int, nullable: true }) statusCode!: number | null;
  @Column({ ...word(), nullable: true }) failureCode!: FailureCode | null;
}

/** Which key signed for each scheme: several, separated by spaces, while a rotation overlaps. The signatures are among the headers. */
export type SigningKeyIds = Partial<Record<SignatureScheme, string>>;

/** Milliseconds of each phase; null where the phase did not happen, as on a kept-alive connection. */
export interface StoredTiming {
  queueMs: number; dnsMs: number | null; connectMs: number | null; tlsMs: number | null; firstByteMs: number | null; downloadMs: number | null;
}

/** What an attempt sent and got, apart from its facts: read one at a time and pruned sooner. */
@Entity('attempt_content')
export class AttemptContent {
  @PrimaryColumn(id) attemptId!: string;
  /** In sending order; secret values masked. */
  @Column(headerLines()) requestHeaders!: [name: string, value: string][];
  /** Null when it is the event's own body. */
  @Column(longText({ nullable: true })) requestBody!: string | null;
  @Column(int) requestBodySize!: number;
  @Column(json()) signatures!: SigningKeyIds;
  @Column({ ...text(255), nullable: true }) responseReason!: string | null;
  @Column({ ...word(), nullable: true }) httpVersion!: string | null;
  @Column(headerLines({ nullable: true })) responseHeaders!: [name: string, value: string][] | null;
  @Column({ ...bytes, nullable: true }) responseBody!: Buffer | null;
  /** Bytes read from the receiver. */
  @Column(int) responseBodySize!: number;
  @Column(flag) isResponseTruncated!: boolean;
  @Column(longText({ nullable: true })) failureMessage!: string | null;
  @Column(json({ nullable: true })) failureDetail!: Record<string, unknown> | null;
  @Column(json()) timing!: StoredTiming;
  @Column({ ...text(120), nullable: true }) worker!: string | null;
  @Column({ ...text(64), nullable: true }) remoteAddress!: string | null;
}
