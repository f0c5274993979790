import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { AlertFacts, AlertKind } from '../../domain/alert.ts';
import { id, int, json, moment, word } from '../columns.ts';

/** Something that people are to be told by e-mail, written in the transaction that makes it true. */
@Entity('alert')
@Index('ix_alert_due', ['dueAt'])
@Index('ix_alert_webhook', ['webhookId', 'kind', 'createdAt'])
@Index('ix_alert_account', ['accountId', 'createdAt'])
export class Alert {
  @PrimaryColumn(id) id!: string;
  @Column(id) accountId!: string;
  @Column(id) webhookId!: string;
  @Column(word()) kind!: AlertKind;
  /** As they were then. */
  @Column(json()) facts!: AlertFacts;
  @Column(moment) createdAt!: number;
  /** When it is to be sent, or the sending that is under way is taken for lost; null once that is over. */
  @Column({ ...moment, nullable: true }) dueAt!: number | null;
  /** Sendings begun. */
  @Column(int) tries!: number;
}
