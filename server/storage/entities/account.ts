import { Column, Entity, PrimaryColumn } from 'typeorm';
import { counter, flag, id, moment, text } from '../columns.ts';

/** A tenant. */
@Entity('account')
export class Account {
  @PrimaryColumn(id) id!: string;
  @Column(text(120)) name!: string;
  /** Grows in the transaction of every change of a webhook, the settings or the signing keys: tells caches in all processes what is stale. */
  @Column(counter) webhooksVersion!: number;
  /** Members without a second factor may do nothing but set one up. */
  @Column({ ...flag, default: false }) requiresTwoFactor!: boolean;
  @Column(moment) createdAt!: number;
}
