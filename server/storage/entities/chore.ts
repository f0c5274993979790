import { Column, Entity, PrimaryColumn } from 'typeorm';
import { moment, word } from '../columns.ts';

/** Something that one process at a time does for all that share the database. */
@Entity('chore')
export class Chore {
  @PrimaryColumn(word()) name!: string;
  /** From then on any process may take the next turn. By the clock of the database. */
  @Column(moment) dueAt!: number;
}
