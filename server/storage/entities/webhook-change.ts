import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { EnvironmentKey } from '../../domain/environments.ts';
import type { WebhookChangeKind } from '../../domain/webhook-change.ts';
import { counter, id, moment, word } from '../columns.ts';

/** Something that happened to a webhook, in the log that `Subscription.webhookChanges` reads. */
@Entity('webhook_change')
@Index('ix_webhook_change_at', ['at'])
export class WebhookChange {
  @PrimaryColumn(id) accountId!: string;
  /** Place in the log of the account. */
  @PrimaryColumn(counter) seq!: number;
  @Column(id) webhookId!: string;
  @Column(word()) kind!: WebhookChangeKind;
  @Column(word()) environment!: EnvironmentKey;
  /** The one that it left; null when it stayed. */
  @Column({ ...word(), nullable: true }) formerEnvironment!: EnvironmentKey | null;
  @Column(moment) at!: number;
}

/** How far the log of an account goes. Its row is locked by whoever adds to the log until that is committed, so numbers are in commit order. */
@Entity('webhook_log')
export class WebhookLogEnd {
  @PrimaryColumn(id) accountId!: string;
  @Column(counter) lastSeq!: number;
  /** Up to here changes may have been removed, being old. */
  @Column({ ...counter, default: 0 }) prunedSeq!: number;
}

/** The health that the log told last of a webhook; none counts as IDLE. */
@Entity('webhook_health')
export class ToldHealth {
  @PrimaryColumn(id) webhookId!: string;
  @Column(word()) state!: string;
}
