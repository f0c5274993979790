import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { counter, id, moment, text } from '../columns.ts';

/** The authenticator app of a person; one at most. It counts only once its first code was given. */
@Entity('second_factor')
export class SecondFactor {
  @PrimaryColumn(id) personId!: string;
  /** Sealed base32. */
  @Column(text(255)) secretSealed!: string;
  /** Null until the first code. */
  @Column({ ...moment, nullable: true }) confirmedAt!: number | null;
  /** The time step of the latest code that was taken: codes up to it are used up. */
  @Column(counter) usedStep!: number;
  @Column(moment) createdAt!: number;
}

/** Stands once in place of a code of the app; only its hash is stored, and it goes when it is used. */
@Entity('recovery_code')
@Index('ix_recovery_code_person', ['personId'])
export class RecoveryCode {
  /** SHA-256, hex. */
  @PrimaryColumn(text(64)) codeHash!: string;
  @Column(id) personId!: string;
}

/** Failed tries of one kind at one thing, such as passwords of an e-mail address, over a window of time. */
@Entity('failed_try')
@Index('ix_failed_try_end', ['endsAt'])
export class FailedTry {
  /** SHA-256 of kind and key, hex. */
  @PrimaryColumn(text(64)) id!: string;
  @Column(counter) failures!: number;
  @Column(moment) endsAt!: number;
}
