import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { EnvironmentKey } from '../../domain/environments.ts';
import { id, int, moment, text, word } from '../columns.ts';

/**
 * Attempts with one result in some time, written with the outcomes so that nothing ever has to count attempts. Each attempt counts for its
 * webhook and for its account, by 5 minutes and by the hour; see `domain/stats-range.ts`.
 */
@Entity('attempt_stat')
@Index('ix_attempt_stat_age', ['width', 'start'])
export class AttemptStat {
  /** Webhook or account. */
  @PrimaryColumn(id) subject!: string;
  /** Ms. */
  @PrimaryColumn(int) width!: number;
  @PrimaryColumn(moment) start!: number;
  @PrimaryColumn(word()) environment!: EnvironmentKey;
  /** Failure code, or `SUCCEEDED`. */
  @PrimaryColumn(word()) result!: string;
  /** HTTP status, 0 without a response. */
  @PrimaryColumn(int) statusCode!: number;
  @Column(int) count!: number;
  /** First attempts: deliveries that began. */
  @Column(int) begun!: number;
  /** Those among them that are no replay: events that the webhook had not been sent before. */
  @Column(int) fresh!: number;
  /** Attempts that ended their delivery for good. */
  @Column(int) finished!: number;
  /** Durations by bucket, see `domain/percentile.ts`. */
  @Column(int) le10!: number;
  @Column(int) le25!: number;
  @Column(int) le50!: number;
  @Column(int) le100!: number;
  @Column(int) le250!: number;
  @Column(int) le500!: number;
  @Column(int) le1000!: number;
  @Column(int) le2500!: number;
  @Column(int) le5000!: number;
  @Column(int) le10000!: number;
  @Column(int) le20000!: number;
  @Column(int) longer!: number;
}

/** Events and attempts of one event type in some time: of an account what was published, of it and each webhook what was attempted. */
@Entity('event_type_stat')
@Index('ix_event_type_stat_age', ['width', 'start'])
export class EventTypeStat {
  /** Webhook or account. */
  @PrimaryColumn(id) subject!: string;
  /** Ms. */
  @PrimaryColumn(int) width!: number;
  @PrimaryColumn(moment) start!: number;
  @PrimaryColumn(word()) environment!: EnvironmentKey;
  @PrimaryColumn(text(120)) eventCode!: string;
  /** 0 for a webhook. */
  @Column(int) events!: number;
  @Column(int) attempts!: number;
  @Column(int) failures!: number;
}

export const DURATION_COLUMNS = [
  'le10', 'le25', 'le50', 'le100', 'le250', 'le500', 'le1000', 'le2500', 'le5000', 'le10000', 'le20000', 'longer',
] as const satisfies readonly (keyof AttemptStat)[];
