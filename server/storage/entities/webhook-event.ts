import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { EnvironmentKey } from '../../domain/environments.ts';
import { flag, id, longText, moment, text, word } from '../columns.ts';

/** Something that happened once. `body` holds the very bytes that receivers get. */
@Entity('webhook_event')
@Index('uq_webhook_event_key', ['accountId', 'idempotencyKey'], { unique: true })
@Index('ix_webhook_event_resource', ['accountId', 'resourceId'])
@Index('ix_webhook_event_order', ['accountId', 'id'])
@Index('ix_webhook_event_occurred', ['accountId', 'occurredAt', 'id'])
export class WebhookEvent {
  @PrimaryColumn(id) id!: string;
  @Column(id) accountId!: string;
  @Column(word()) environment!: EnvironmentKey;
  @Column(text(120)) code!: string;
  @Column(text(32)) schemaVersion!: string;
  @Column(text(200)) resourceId!: string;
  @Column(moment) occurredAt!: number;
  @Column(moment) publishedAt!: number;
  /** The whole envelope as sent, see `domain/envelope.ts`. */
  @Column(longText()) body!: string;
  @Column(flag) isTest!: boolean;
  /** Null for tests, and once the key may be used again. */
  @Column({ ...text(200), nullable: true }) idempotencyKey!: string | null;
  /** SHA-256 over what the publisher gave, hex: tells a repetition from a reuse of its key. */
  @Column({ ...text(64), nullable: true }) contentHash!: string | null;
  @Column({ ...text(128), nullable: true }) traceparent!: string | null;
  /** Member or API key. */
  @Column({ ...id, nullable: true }) publishedBy!: string | null;
}
