import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { counter, id, int, json, longText, moment, text } from '../columns.ts';

export interface EventExample { key: string; title: string; payload: unknown }

/** Not offered any more, and not accepted any more from `sunsetAt` on. */
export interface Deprecation {
  reason: string;
  /** Code to use instead. */
  replacement: string | null;
  /** Ms since the epoch. */
  sunsetAt: number | null;
}

/** An entry of the event catalogue. Built-in types belong to no account: their `accountId` is empty. */
@Entity('event_type')
@Index('uq_event_type_code', ['accountId', 'code'], { unique: true })
export class EventType {
  @PrimaryColumn(id) id!: string;
  @Column(id) accountId!: string;
  @Column(text(120)) code!: string;
  @Column(text(120)) name!: string;
  @Column(longText()) description!: string;
  @Column(text(64)) groupKey!: string;
  /** Place in its group, from 0. */
  @Column(int) position!: number;
  @Column(text(32)) schemaVersion!: string;
  /** JSON Schema 2020-12 of `payload`, self-contained. */
  @Column(json()) payloadSchema!: Record<string, unknown>;
  @Column(json()) examples!: EventExample[];
  @Column(json({ nullable: true })) deprecation!: Deprecation | null;
  /** Grows with every change of this row. */
  @Column({ ...counter, default: 1 }) version!: number;
  @Column(moment) updatedAt!: number;
}
