import { Field, Float, Int, ObjectType } from 'type-graphql';
import type { ApiScope as Scope, Role as RoleName } from '../../domain/roles.ts';
import { ApiKey } from '../credentials/api-key.type.ts';
import { Environment } from '../environments/environment.type.ts';
import { DateTime, URI } from '../scalars.ts';
import { CodeSnippet } from '../webhooks/code-snippet.type.ts';
import { Account } from './account.type.ts';
import { Session } from './console-session.type.ts';
import { Member } from './member.type.ts';
import { ApiScope, Role } from './role.type.ts';
import { TwoFactor } from './two-factor.type.ts';

@ObjectType({ description: 'Cost budget; also returned in `extensions.cost` of every response.', simpleResolvers: true })
export class RateLimit {
  @Field(() => Int, { description: 'Points a full bucket holds.' }) limit!: number;
  @Field(() => Int, { description: 'Points left.' }) remaining!: number;
  @Field(() => Float, { description: 'Points restored per second.' }) restoreRate!: number;
  @Field(() => DateTime, { description: 'When the bucket is full again.' }) resetAt!: number;
  @Field(() => Int, { description: 'Highest cost of one operation.' }) maxOperationCost!: number;
}

@ObjectType({ description: 'Who is calling.', simpleResolvers: true })
export class Viewer {
  @Field(() => Account, { description: 'Account whose data the caller sees.' }) account!: Account;
  @Field(() => [Account], { description: 'Accounts the caller may switch to.' }) accounts!: Account[];
  @Field(() => Member, { nullable: true, description: 'Member for console sessions, null for API keys.' }) member!: Member | null;
  @Field(() => ApiKey, { nullable: true, description: 'API key, null for console sessions.' }) apiKey!: ApiKey | null;
  @Field(() => Role, { description: 'Effective role.' }) role!: RoleName;
  @Field(() => [ApiScope], { description: 'Effective scopes.' }) scopes!: readonly Scope[];
  @Field(() => [Environment], { description: 'Environments the caller may use.' }) environments!: Environment[];
  @Field(() => [String], { description: 'Queries, mutations and subscriptions that the caller may use, e.g. `Query.webhooks`.' }) allowedOperations!: string[];
  @Field(() => TwoFactor, { nullable: true, description: "The caller's second factor; null when it is off, and for API keys." }) twoFactor!: TwoFactor | null;
  @Field(() => Boolean, { description: 'The account asks its members for a second factor and the caller has none: until it is set up with `twoFactorBegin` and `twoFactorConfirm`, nearly everything answers FORBIDDEN.' }) mustSetUpTwoFactor!: boolean;
  @Field(() => DateTime, { nullable: true, description: 'Until when the caller need not prove again who they are, see `reauthenticate`; null when they have to.' }) reauthenticatedUntil!: number | null;
  @Field(() => [Session], { description: 'What the caller has open, the latest used first; nothing for API keys.' }) sessions!: Session[];
  @Field(() => RateLimit, { description: 'Cost budget of the caller, at the process that answers.' }) rateLimit!: RateLimit;
}

@ObjectType({ description: 'Facts about this server.', simpleResolvers: true })
export class ServiceInfo {
  @Field(() => String, { description: 'Server version.' }) version!: string;
  @Field(() => [String], { description: 'Sources our requests come from.' }) sourceAddresses!: readonly string[];
  @Field(() => Int, { description: 'Largest payload in bytes.' }) maxPayloadBytes!: number;
  @Field(() => Int, { description: 'Largest page.' }) maxPageSize!: number;
  @Field(() => Int, { description: 'Most webhooks per environment.' }) maxWebhooksPerEnvironment!: number;
  @Field(() => URI, { description: "JWK set of the caller's account, with which receivers verify `N-Signature`; for a caller without an account, that of the first account." }) jwksUrl!: string;
  @Field(() => URI, { description: 'This schema as SDL.' }) schemaUrl!: string;
  @Field(() => [CodeSnippet], { description: "Verification examples for any webhook, of all schemes, with the key of the caller's account; for a caller without an account, that of the first account." })
  verificationSnippets!: CodeSnippet[];
}
