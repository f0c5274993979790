import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import type { UserProblem } from '../../domain/errors.ts';
import { UserError } from '../errors.ts';
import { DateTime } from '../scalars.ts';

@ObjectType({ description: 'A console session of a member: one browser that is signed in.', simpleResolvers: true })
export class Session {
  @Field(() => ID, { description: 'Names the session to `sessionRevoke`; opens nothing.' }) id!: string;
  @Field(() => DateTime, { description: 'When it was begun.' }) createdAt!: number;
  @Field(() => DateTime, { description: 'Last use, to the minute.' }) lastUsedAt!: number;
  @Field(() => DateTime, { description: 'When it ends at the latest.' }) expiresAt!: number;
  @Field(() => String, { nullable: true, description: 'Address from which it was begun.' }) ipAddress!: string | null;
  @Field(() => String, { nullable: true, description: 'Browser and system in words, e.g. `Firefox on Linux`; null when they are not known.' }) client!: string | null;
  @Field(() => Boolean, { description: 'The session of this request.' }) isCurrent!: boolean;
}

@InputType({ description: 'Input of sessionRevoke.' })
export class SessionRevokeInput {
  @Field(() => ID, { description: 'Session of the caller.' }) id!: string;
}

@ObjectType({ description: 'Result of sessionRevoke.', simpleResolvers: true })
export class SessionRevokePayload {
  @Field(() => ID, { nullable: true, description: 'The session that ended.' }) revokedSessionId!: string | null;
  @Field(() => [UserError], { description: 'Problems.' }) userErrors!: UserProblem[];
}

@ObjectType({ description: 'Result of sessionsRevokeOthers.', simpleResolvers: true })
export class SessionsRevokeOthersPayload {
  @Field(() => Int, { nullable: true, description: 'Sessions that ended.' }) revokedCount!: number | null;
  @Field(() => [UserError], { description: 'Problems.' }) userErrors!: UserProblem[];
}

@InputType({ description: 'Input of reauthenticate: the password or a code. When both are given, the password counts.' })
export class ReauthenticateInput {
  @Field(() => String, { nullable: true, description: 'Password of the caller.' }) password?: string | null;
  @Field(() => String, { nullable: true, description: 'Code of the second factor, of a caller who has one.' }) code?: string | null;
}

@ObjectType({ description: 'Result of reauthenticate.', simpleResolvers: true })
export class ReauthenticatePayload {
  @Field(() => DateTime, { nullable: true, description: 'Until when the proof counts.' }) reauthenticatedUntil!: number | null;
  @Field(() => [UserError], { description: 'Problems.' }) userErrors!: UserProblem[];
}
