import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { id, int, moment, word } from '../columns.ts';

/** Attempts of a webhook in an hour with one result, written with the outcomes so that health never scans attempts. */
@Entity('attempt_stat')
@Index('ix_attempt_stat_hour', ['accountId', 'hour'])
export class AttemptStat {
  @PrimaryColumn(id) webhookId!: string;
  /** Start of the hour. */
  @PrimaryColumn(moment) hour!: number;
  /** Failure code, or `SUCCEEDED`. */
  @PrimaryColumn(word()) result!: string;
  /** HTTP status, 0 without a response. */
  @PrimaryColumn(int) statusCode!: number;
  @Column(id) accountId!: string;
  @Column(int) count!: number;
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

export const DURATION_COLUMNS = [
  'le10', 'le25', 'le50', 'le100', 'le250', 'le500', 'le1000', 'le2500', 'le5000', 'le10000', 'le20000', 'longer',
] as const satisfies readonly (keyof AttemptStat)[];
