import { Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { publicKeyFacts } from '../../domain/signing/account-rsa.ts';
import type { SigningKey as SigningKeyRow } from '../../storage/entities/signing-key.ts';
import { findSigningKeys } from '../../storage/repositories/signing-keys.ts';
import { Access, viewerOf } from '../authorize.ts';
import type { GraphqlContext } from '../context.ts';
import { SigningKey } from './signing-key.type.ts';

@Resolver(() => SigningKey)
export class SigningKeyResolver {
  @Query(() => [SigningKey], { description: 'Account signing keys, active first.' })
  @Access({ role: 'ADMIN' })
  signingKeys(@Ctx() context: GraphqlContext): Promise<SigningKeyRow[]> {
    return findSigningKeys(context.deps.store, viewerOf(context).accountId);
  }

  @FieldResolver()
  algorithm(): string {
    return 'RS256';
  }

  @FieldResolver()
  publicKeyJwk(@Root() { id, publicKeyPem }: SigningKeyRow): unknown {
    return { kid: id, ...publicKeyFacts(publicKeyPem).jwk };
  }

  @FieldResolver()
  modulus(@Root() { publicKeyPem }: SigningKeyRow): string {
    return publicKeyFacts(publicKeyPem).modulus;
  }

  @FieldResolver()
  exponent(@Root() { publicKeyPem }: SigningKeyRow): string {
    return publicKeyFacts(publicKeyPem).exponent;
  }

  @FieldResolver()
  fingerprint(@Root() { publicKeyPem }: SigningKeyRow): string {
    return publicKeyFacts(publicKeyPem).fingerprint;
  }
}
