import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { id, int, longText, moment, word } from '../columns.ts';

/** The RSA key of an account; the private part is encrypted. */
@Entity('signing_key')
@Index('ix_signing_key_account', ['accountId'])
export class SigningKey {
  /** Also `kid` in the JWK set. */
  @PrimaryColumn(id) id!: string;
  @Column(id) accountId!: string;
  @Column(word()) state!: 'UPCOMING' | 'ACTIVE' | 'RETIRED' | 'REVOKED';
  @Column(int) bits!: number;
  /** SPKI, PEM. */
  @Column(longText()) publicKeyPem!: string;
  /** PKCS#8 PEM, sealed by `encryption.ts`. */
  @Column(longText()) privateKeySealed!: string;
  @Column({ ...moment, nullable: true }) activeFrom!: number | null;
  @Column({ ...moment, nullable: true }) retiredAt!: number | null;
  @Column(moment) createdAt!: number;
}
