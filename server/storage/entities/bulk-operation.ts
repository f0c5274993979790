import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { BulkKind, BulkStatus, SkipCounts } from '../../domain/bulk-operation.ts';
import type { ExportForm } from '../../domain/attempt-export.ts';
import type { EnvironmentKey } from '../../domain/environments.ts';
import { id, int, json, longText, moment, text, word } from '../columns.ts';
import type { AttemptFilter } from '../attempt-filter.ts';
import type { DeliveryFilter } from '../delivery-filter.ts';

/** A webhook and an interval `[since, until)`, ms since the epoch. */
export interface WebhookSpan { webhookId: string; since: number; until: number }

/** Which deliveries, or for `missedSince` which events, or for an export which attempts, an operation is about; as it was asked for, and frozen by the row's `upTo`. */
export type BulkSelection =
  | { readonly kind: 'ids'; readonly ids: readonly string[] }
  | { readonly kind: 'filter'; readonly filter: DeliveryFilter }
  | ({ readonly kind: 'failedSince' } & WebhookSpan)
  | ({ readonly kind: 'missedSince' } & WebhookSpan)
  | { readonly kind: 'attempts'; readonly filter: AttemptFilter };

/** What is asked for, never changed after the start. */
export interface BulkPlan {
  readonly selection: BulkSelection;
  /** Of a replay: only FAILED and SKIPPED ones. */
  readonly onlyUnsuccessful: boolean;
  /** Of a replay: sent there instead of to the original webhook. */
  readonly targetWebhookId: string | null;
  /** Of a replay: how many of its deliveries become due in a second; null for all at once. */
  readonly maxRequestsPerSecond: number | null;
  /** Of an export: how its file is to look. */
  readonly export?: ExportForm;
}

/**
 * Work on many deliveries, done in steps. `position` moves in the transaction that handles the items it passes, so that a restart or
 * another process goes on exactly where it stood.
 */
@Entity('bulk_operation')
@Index('uq_bulk_operation_key', ['accountId', 'idempotencyKey'], { unique: true })
@Index('ix_bulk_operation_order', ['accountId', 'id'])
@Index('ix_bulk_operation_turn', ['status', 'turnAt'])
export class BulkOperation {
  @PrimaryColumn(id) id!: string;
  @Column(id) accountId!: string;
  @Column(word()) kind!: BulkKind;
  @Column(word()) status!: BulkStatus;
  @Column(json()) plan!: BulkPlan;
  /** Environments that the starter may touch. */
  @Column(json()) environments!: EnvironmentKey[];
  @Column(longText()) scopeDescription!: string;
  /** Id of the newest item there was at the start: what came later is left alone. */
  @Column(id) upTo!: string;
  /** Up to which id its items are handled, or counted while it is QUEUED; empty at the start of both. */
  @Column(id) position!: string;
  @Column(int) totalCount!: number;
  @Column(int) succeededCount!: number;
  /** Items left alone, by reason. */
  @Column(json()) skips!: SkipCounts;
  /** When the next paced request is due. */
  @Column(moment) paceAt!: number;
  /** When its next step is due; the operations take their turns in this order. */
  @Column(moment) turnAt!: number;
  @Column(text(200)) idempotencyKey!: string;
  /** SHA-256 of what was asked for, hex: tells a repetition from a reuse of its key. */
  @Column(text(64)) contentHash!: string;
  @Column(longText({ nullable: true })) fault!: string | null;
  /** Member or API key. */
  @Column(id) createdBy!: string;
  @Column(moment) createdAt!: number;
  @Column({ ...moment, nullable: true }) completedAt!: number | null;
  @Column(int) revision!: number;
}

/** A delivery made by a replay. The key lets an operation repeat each item once, whatever happens. */
@Entity('replay')
@Index('uq_replay_delivery', ['deliveryId'], { unique: true })
@Index('ix_replay_operation', ['operationId', 'deliveryId'])
export class Replay {
  @PrimaryColumn(id) operationId!: string;
  /** The delivery that is repeated, or the event that was missed. */
  @PrimaryColumn(id) sourceId!: string;
  @Column(id) deliveryId!: string;
  /** The delivery that is repeated; null when the webhook never had one. */
  @Column({ ...id, nullable: true }) replayOf!: string | null;
}
