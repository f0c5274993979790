import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { enumOf } from '../enums.ts';
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
