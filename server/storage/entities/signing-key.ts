import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { id, int, longText, moment } from '../columns.ts';

/** The RSA key of an account; the private part is encrypted. */
@Entity('signing_key')
@Index('ix_signing_key_account', ['accountId'])
export class SigningKey {
  /** Also `kid` in the JWK set. */
  @PrimaryColumn(id) id!: string;
  @Column(id) accountId!: string;
  @Column(int) bits!: number;
  /** SPKI, PEM. */
  @Column(longText()) publicKeyPem!: string;
  /** PKCS#8 PEM, sealed by `encryption.ts`. */
  @Column(longText()) privateKeySealed!: string;
  /** Signs from then until the `activeFrom` of the next key, see `domain/signing/key-states.ts`. */
  @Column(moment) activeFrom!: number;
  /** Withdrawn before it signed. */
  @Column({ ...moment, nullable: true }) revokedAt!: number | null;
  @Column(moment) createdAt!: number;
}
