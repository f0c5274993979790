import { Column, Entity, PrimaryColumn } from 'typeorm';
import { counter, id, int, moment } from '../columns.ts';

/**
 * A lane of the live log and the process that holds it. Holding a lane is being alive: its heartbeat keeps every lease of
 * the process, and each outcome transaction moves `lastSeq` under `owner`, so a process that has lost its lane can write nothing.
 */
@Entity('lane')
export class Lane {
  @PrimaryColumn(int) lane!: number;
  /** Process id `prc_...`; empty when free. */
  @Column(id) owner!: string;
  /** By the clock of the database. */
  @Column(moment) heartbeatAt!: number;
  @Column(counter) lastSeq!: number;
  /** Up to here attempts may have been removed, being past retention. */
  @Column({ ...counter, default: 0 }) prunedSeq!: number;
}
