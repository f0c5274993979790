import { Field, InputType, ObjectType } from 'type-graphql';
import type { UserProblem } from '../../domain/errors.ts';
import { UserError } from '../errors.ts';
import { Viewer } from './viewer.type.ts';

@InputType({ description: 'Input of signIn.' })
export class SignInInput {
  @Field(() => String, { description: 'E-mail address.' }) email!: string;
  @Field(() => String, { description: 'Password.' }) password!: string;
  @Field(() => String, {
    nullable: true,
    description: 'Code of the second factor, or a recovery code. Whoever needs one and left it out gets the user error REQUIRED for `input.code`, and sends everything again.',
  })
  code?: string | null;
}

@ObjectType({ description: 'Result of signIn.', simpleResolvers: true })
export class SignInPayload {
  @Field(() => Viewer, { nullable: true, description: 'Who is signed in; null on error.' }) viewer!: Viewer | null;
  @Field(() => [UserError], { description: 'Problems.' }) userErrors!: UserProblem[];
}

@ObjectType({ description: 'Result of signOut.', simpleResolvers: true })
export class SignOutPayload {
  @Field(() => [UserError], { description: 'Problems.' }) userErrors!: UserProblem[];
}

@InputType({ description: 'Input of setupComplete.' })
export class SetupCompleteInput {
  @Field(() => String, { description: 'One-time token printed by the server.' }) token!: string;
  @Field(() => String, { description: 'Full name.' }) name!: string;
  @Field(() => String, { description: 'E-mail address.' }) email!: string;
  @Field(() => String, { description: 'Password, 12 characters or more.' }) password!: string;
}

@ObjectType({ description: 'Result of setupComplete.', simpleResolvers: true })
export class SetupCompletePayload {
  @Field(() => Viewer, { nullable: true, description: 'Who is signed in; null on error.' }) viewer!: Viewer | null;
  @Field(() => [UserError], { description: 'Problems.' }) userErrors!: UserProblem[];
}

@InputType({ description: 'Input of invitationAccept.' })
export class InvitationAcceptInput {
  @Field(() => String, { description: 'One-time token from the link.' }) token!: string;
  @Field(() => String, { nullable: true, description: 'Full name; needed by somebody who cannot sign in here yet.' }) name?: string | null;
  @Field(() => String, { description: 'New password, 12 characters or more; the present one of somebody who can sign in here already.' }) password!: string;
  @Field(() => String, { nullable: true, description: 'Code of the second factor of somebody who can sign in here already and has one; asked for like that of `signIn`.' }) code?: string | null;
}

@ObjectType({ description: 'Result of invitationAccept.', simpleResolvers: true })
export class InvitationAcceptPayload {
  @Field(() => Viewer, { nullable: true, description: 'Who is signed in; null on error.' }) viewer!: Viewer | null;
  @Field(() => [UserError], { description: 'Problems.' }) userErrors!: UserProblem[];
}
