import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import type { EnvironmentKey as Key } from '../../domain/environments.ts';
import type { UserProblem } from '../../domain/errors.ts';
import type { ApiScope as Scope } from '../../domain/roles.ts';
import { Actor } from '../actor.type.ts';
import { Environment, EnvironmentKey } from '../environments/environment.type.ts';
import { UserError } from '../errors.ts';
import { Node } from '../node/node.type.ts';
import { ConnectionOf, EdgeOf } from '../page.type.ts';
import { DateTime } from '../scalars.ts';
import { ApiScope } from '../session/role.type.ts';

@ObjectType({ implements: Node, description: 'An API key.', simpleResolvers: true })
export class ApiKey implements Node {
  @Field(() => ID, { description: 'Global id.' }) id!: string;
  @Field(() => String, { description: 'Name.' }) name!: string;
  @Field(() => String, { description: 'Prefix and last four characters.' }) hint!: string;
  @Field(() => [ApiScope], { description: 'Scopes.' }) scopes!: Scope[];
  @Field(() => [Environment], { description: 'Environments.' }) environments!: Environment[];
  @Field(() => DateTime, { description: 'Created.' }) createdAt!: number;
  @Field(() => Actor, { nullable: true, description: 'By whom.' }) createdBy!: typeof Actor | null;
  @Field(() => DateTime, { nullable: true, description: 'Last use.' }) lastUsedAt!: number | null;
  @Field(() => DateTime, { nullable: true, description: 'End of validity.' }) expiresAt!: number | null;
  @Field(() => DateTime, { nullable: true, description: 'Revoked.' }) revokedAt!: number | null;
}

@ObjectType({ description: 'An API key in a page.', simpleResolvers: true })
export class ApiKeyEdge extends EdgeOf(() => ApiKey) {}

@ObjectType({ description: 'A page of API keys.', simpleResolvers: true })
export class ApiKeyConnection extends ConnectionOf(() => ApiKey, () => ApiKeyEdge) {
  @Field(() => Int, { description: 'All matching keys.' }) totalCount!: number;
}

@InputType({ description: 'Input of apiKeyCreate.' })
export class ApiKeyCreateInput {
  @Field(() => String, { description: 'Name.' }) name!: string;
  @Field(() => [ApiScope], { description: 'Scopes.' }) scopes!: Scope[];
  @Field(() => [EnvironmentKey], { description: 'Environments.' }) environments!: Key[];
  @Field(() => DateTime, { nullable: true, description: 'End of validity; null never.' }) expiresAt?: number | null;
}

@ObjectType({ description: 'Result of apiKeyCreate.', simpleResolvers: true })
export class ApiKeyCreatePayload {
  @Field(() => ApiKey, { nullable: true, description: 'API key.' }) apiKey!: ApiKey | null;
  @Field(() => String, { nullable: true, description: 'Key in clear: shown only now.' }) secret!: string | null;
  @Field(() => [UserError], { description: 'Problems.' }) userErrors!: UserProblem[];
}

@InputType({ description: 'Input of apiKeyRevoke.' })
export class ApiKeyRevokeInput {
  @Field(() => ID, { description: 'API key.' }) id!: string;
}

@ObjectType({ description: 'Result of apiKeyRevoke.', simpleResolvers: true })
export class ApiKeyRevokePayload {
  @Field(() => ApiKey, { nullable: true, description: 'API key.' }) apiKey!: ApiKey | null;
  @Field(() => [UserError], { description: 'Problems.' }) userErrors!: UserProblem[];
}
