import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { AuditChange } from '../../domain/audit.ts';
import type { EnvironmentKey } from '../../domain/environments.ts';
import { id, json, moment, text, word } from '../columns.ts';

/** Something that was done, written in the transaction that did it and never changed. */
@Entity('audit_entry')
@Index('ix_audit_entry_order', ['accountId', 'id'])
@Index('ix_audit_entry_time', ['accountId', 'at'])
@Index('ix_audit_entry_action', ['accountId', 'action', 'id'])
@Index('ix_audit_entry_actor', ['accountId', 'actorId', 'id'])
@Index('ix_audit_entry_target', ['accountId', 'targetId', 'id'])
export class AuditEntry {
  @PrimaryColumn(id) id!: string;
  @Column(id) accountId!: string;
  /** Dotted, the object first, e.g. `webhook.secret.reveal`. */
  @Column(text(64)) action!: string;
  @Column(moment) at!: number;
  /** Member, API key, or a component of this server such as `auto-disable`. */
  @Column(id) actorId!: string;
  /** At the time: who left has no other. */
  @Column(text(120)) actorName!: string;
  @Column({ ...text(64), nullable: true }) ipAddress!: string | null;
  @Column({ ...text(255), nullable: true }) userAgent!: string | null;
  @Column({ ...text(64), nullable: true }) requestId!: string | null;
  @Column(id) targetId!: string;
  /** At the time. */
  @Column(text(255)) targetName!: string;
  /** Of the target; null for what belongs to no environment. */
  @Column({ ...word(), nullable: true }) environment!: EnvironmentKey | null;
  @Column(json()) changes!: AuditChange[];
}
