import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { UserProblem } from '../../domain/errors.ts';
import { enumOf } from '../enums.ts';
import { UserError } from '../errors.ts';
import { Node } from '../node/node.type.ts';
import { DateTime, JSONValue } from '../scalars.ts';

export const SigningKeyState = enumOf(['UPCOMING', 'ACTIVE', 'RETIRED', 'REVOKED']);

registerEnumType(SigningKeyState, {
  name: 'SigningKeyState',
  description: 'State of an account signing key.',
  valuesConfig: {
    UPCOMING: { description: 'Published so that receivers can fetch it; not signing yet.' },
    ACTIVE: { description: 'Signs.' },
    RETIRED: { description: 'Published, no longer signing.' },
    REVOKED: { description: 'Withdrawn.' },
  },
});

@ObjectType({
  implements: Node,
  description: "The account's RSA signing key; the private part never leaves the server.",
  simpleResolvers: true,
})
export class SigningKey implements Node {
  @Field(() => ID, { description: 'Global id; `kid` in the JWK set.' }) id!: string;
  @Field(() => SigningKeyState, { description: 'State.' }) state!: keyof typeof SigningKeyState;
  @Field(() => String, { description: 'Algorithm, e.g. `RS256`.' }) algorithm!: string;
  @Field(() => Int, { description: 'Key size in bits.' }) bits!: number;
  @Field(() => String, { description: 'Public key, PEM (SPKI).' }) publicKeyPem!: string;
  @Field(() => JSONValue, { description: 'Public key, JWK.' }) publicKeyJwk!: unknown;
  @Field(() => String, { description: 'RSA modulus, base64url: the form the .NET sample takes.' }) modulus!: string;
  @Field(() => String, { description: 'RSA public exponent, base64url.' }) exponent!: string;
  @Field(() => String, { description: 'SHA-256 of the SPKI, hex with colons.' }) fingerprint!: string;
  @Field(() => DateTime, { description: 'Created.' }) createdAt!: number;
  @Field(() => DateTime, { nullable: true, description: 'Signing from.' }) activeFrom!: number | null;
  @Field(() => DateTime, { nullable: true, description: 'Signing until.' }) retiredAt!: number | null;
}

@InputType({ description: 'Input of signingKeyRotate.' })
export class SigningKeyRotateInput {
  @Field(() => DateTime, { nullable: true, description: 'When it starts to sign; after 24 h when omitted, so that receivers can fetch it.' })
  activeFrom?: number | null;
}

@ObjectType({ description: 'Result of signingKeyRotate.', simpleResolvers: true })
export class SigningKeyRotatePayload {
  @Field(() => SigningKey, { nullable: true, description: 'New key.' }) signingKey!: SigningKey | null;
  @Field(() => [UserError], { description: 'Problems.' }) userErrors!: UserProblem[];
}
