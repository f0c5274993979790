import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Role } from '../../domain/roles.ts';
import { id, moment, text, word } from '../columns.ts';

/** Someone who can sign in; a member of one account or more. */
@Entity('person')
@Index('uq_person_email', ['email'], { unique: true })
export class Person {
  @PrimaryColumn(id) id!: string;
  /** Lower case. */
  @Column(text(254)) email!: string;
  @Column(text(120)) name!: string;
  /** `scrypt$N$r$p$salt$hash`, base64; null while the person cannot sign in: invited and not come yet, or member of nothing any more. */
  @Column({ ...text(255), nullable: true }) passwordHash!: string | null;
  @Column(moment) createdAt!: number;
}

/** A person with a role in an account. */
@Entity('member')
@Index('uq_member_account_person', ['accountId', 'personId'], { unique: true })
@Index('ix_member_person', ['personId'])
export class Member {
  @PrimaryColumn(id) id!: string;
  @Column(id) accountId!: string;
  @Column(id) personId!: string;
  @Column(word()) role!: Role;
  @Column(word()) status!: 'INVITED' | 'ACTIVE' | 'SUSPENDED';
  @Column({ ...moment, nullable: true }) lastActiveAt!: number | null;
  @Column(moment) createdAt!: number;
  /** Set on who was removed: the row stays, SUSPENDED, because it says who did what. */
  @Column({ ...moment, nullable: true }) removedAt!: number | null;
}

/** A one-time link with which somebody becomes the member that waits for them; only the hash of its token is stored. */
@Entity('invitation')
@Index('uq_invitation_token', ['tokenHash'], { unique: true })
export class Invitation {
  @PrimaryColumn(id) memberId!: string;
  @Column(text(64)) tokenHash!: string;
  @Column(moment) createdAt!: number;
  @Column(moment) expiresAt!: number;
}

/** A console session; only the hash of its token is stored. */
@Entity('session')
@Index('ix_session_member', ['memberId'])
@Index('uq_session_id', ['id'], { unique: true })
export class Session {
  /** SHA-256 of the cookie's token, hex. */
  @PrimaryColumn(text(64)) tokenHash!: string;
  /** By which its owner names it; opens nothing. */
  @Column({ ...id, default: '' }) id!: string;
  @Column(id) memberId!: string;
  /** From where it was begun. */
  @Column({ ...text(64), nullable: true }) ipAddress!: string | null;
  @Column({ ...text(255), nullable: true }) userAgent!: string | null;
  /** When its owner last proved who they are, by a password or a code. */
  @Column({ ...moment, nullable: true }) provenAt!: number | null;
  @Column(moment) createdAt!: number;
  @Column(moment) lastSeenAt!: number;
  @Column(moment) expiresAt!: number;
}

/** A one-time token that may make the first Super Admin; only its hash is stored. */
@Entity('setup_token')
export class SetupToken {
  @PrimaryColumn(text(64)) tokenHash!: string;
  @Column(id) accountId!: string;
  @Column(moment) createdAt!: number;
}
