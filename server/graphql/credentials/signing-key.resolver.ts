import { Arg, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { rotateSigningKey } from '../../commands/rotate-signing-key.ts';
import { publicKeyFacts } from '../../domain/signing/account-rsa.ts';
import { withStandings, type SigningKeyState, type SigningStanding } from '../../domain/signing/key-states.ts';
import type { SigningKey as SigningKeyRow } from '../../storage/entities/signing-key.ts';
import { findSigningKeys } from '../../storage/repositories/signing-keys.ts';
import { READ_CREDENTIALS, ROTATE_SIGNING_KEYS } from '../access-rules.ts';
import { Access, viewerOf } from '../authorize.ts';
import type { GraphqlContext } from '../context.ts';
import { orUserErrors } from '../errors.ts';
import { SigningKey, SigningKeyRotateInput, SigningKeyRotatePayload } from './signing-key.type.ts';

/** States in the order in which people want to see the keys. */
const SHOWN_ORDER: readonly SigningKeyState[] = ['ACTIVE', 'UPCOMING', 'RETIRED', 'REVOKED'];

/** Keys of the caller's account as they stand now, the active one first and among others the newest. */
export async function readSigningKeys(context: GraphqlContext): Promise<(SigningKeyRow & SigningStanding)[]> {
  const { store, clock } = context.deps;
  const keys = withStandings(await findSigningKeys(store.reader, viewerOf(context).accountId), clock());
  return keys.sort((a, b) => SHOWN_ORDER.indexOf(a.state) - SHOWN_ORDER.indexOf(b.state));
}

/** One of them, read together with others that the same request asks for. */
export async function findSigningKey({ loaders, deps, viewer }: GraphqlContext, id: string): Promise<(SigningKeyRow & SigningStanding) | null> {
  const keys = viewer ? await loaders.signingKeys.load(viewer.accountId) : [];
  return withStandings(keys, deps.clock()).find((key) => key.id === id) ?? null;
}

@Resolver(() => SigningKey)
export class SigningKeyResolver {
  @Query(() => [SigningKey], { description: 'Account signing keys, active first.' })
  @Access(READ_CREDENTIALS)
  signingKeys(@Ctx() context: GraphqlContext) {
    return readSigningKeys(context);
  }

  @Mutation(() => SigningKeyRotatePayload, {
    description: 'Make and publish a new account signing key; it starts to sign at `activeFrom`. One that was published and does not sign yet is withdrawn.',
  })
  @Access(ROTATE_SIGNING_KEYS)
  signingKeyRotate(@Arg('input', () => SigningKeyRotateInput, { description: 'Input.' }) { activeFrom }: SigningKeyRotateInput, @Ctx() context: GraphqlContext) {
    return orUserErrors(async () => {
      const { id } = await rotateSigningKey(context.deps, viewerOf(context), activeFrom ?? null);
      return { signingKey: (await readSigningKeys(context)).find((key) => key.id === id) };
    });
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
