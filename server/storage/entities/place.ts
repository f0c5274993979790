import { Column, Entity, PrimaryColumn } from 'typeorm';
import { counter, id } from '../columns.ts';

/**
 * A delivery's place in the ordered line of its webhook. The first place whose delivery has not come to an end is the head of the
 * line: nothing planned is sent but that. A table of its own, so that webhooks without an order have neither rows nor an index in it.
 */
@Entity('place')
export class Place {
  @PrimaryColumn(id) webhookId!: string;
  @PrimaryColumn(counter) position!: number;
  @Column(id) deliveryId!: string;
}
