import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { EnvironmentKey } from '../../domain/environments.ts';
import type { ApiScope } from '../../domain/roles.ts';
import { id, json, moment, text } from '../columns.ts';

/** A key for programs; only its hash is stored. */
@Entity('api_key')
@Index('uq_api_key_hash', ['hash'], { unique: true })
@Index('ix_api_key_account', ['accountId', 'id'])
export class ApiKey {
  @PrimaryColumn(id) id!: string;
  @Column(id) accountId!: string;
  @Column(text(120)) name!: string;
  /** Prefix and last four characters. */
  @Column(text(32)) hint!: string;
  /** SHA-256 of the key, hex. */
  @Column(text(64)) hash!: string;
  @Column(json()) scopes!: ApiScope[];
  @Column(json()) environments!: EnvironmentKey[];
  @Column({ ...id, nullable: true }) createdByMemberId!: string | null;
  @Column({ ...moment, nullable: true }) lastUsedAt!: number | null;
  @Column({ ...moment, nullable: true }) expiresAt!: number | null;
  @Column({ ...moment, nullable: true }) revokedAt!: number | null;
  @Column(moment) createdAt!: number;
}
