import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { id, longText, moment, text } from '../columns.ts';

/** A request that its caller may repeat by a key of their own: what it asked for, and what it made. */
@Entity('idempotent_request')
@Index('ix_idempotent_request_time', ['createdAt'])
export class IdempotentRequest {
  /** SHA-256 of caller, operation and key, hex: a key of one caller says nothing to another. */
  @PrimaryColumn(text(64)) id!: string;
  /** Digest of what was asked for, to tell a repetition from a reuse of the key; sealed, because it may be of secrets. */
  @Column(longText()) contentSealed!: string;
  @Column(id) resultId!: string;
  @Column(moment) createdAt!: number;
}
