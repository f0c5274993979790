import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { RetryPolicy } from '../../domain/retry-policy.ts';
import type { SettingsValues } from '../../domain/webhook-settings.ts';
import { counter, flag, id, int, json, moment, share } from '../columns.ts';

/** What an account settles for all its webhooks; see `domain/webhook-settings.ts`. */
@Entity('webhook_settings')
export class WebhookSettings implements SettingsValues {
  @PrimaryColumn(id) accountId!: string;
  @Column(json()) defaultRetryPolicy!: RetryPolicy;
  @Column(int) defaultTimeoutMs!: number;
  /** Null is the standard of the server, also of the bodies. */
  @Column({ ...moment, nullable: true }) retentionMs!: number | null;
  @Column({ ...moment, nullable: true }) bodyRetentionMs!: number | null;
  @Column({ ...moment, nullable: true }) autoDisableAfterMs!: number | null;
  @Column(moment) secretOverlapMs!: number;
  @Column({ ...share, nullable: true }) failureRateThreshold!: number | null;
  @Column(flag) alertsOnAutoDisable!: boolean;
  @Column(json()) alertRecipients!: string[];
  @Column(counter) version!: number;
  @Column(moment) updatedAt!: number;
  /** Member; null until the first change. */
  @Column({ ...id, nullable: true }) updatedBy!: string | null;
}
