import { Field, ID, InputType, ObjectType } from 'type-graphql';
import type { UserProblem } from '../../domain/errors.ts';
import { UserError } from '../errors.ts';
import { Account } from '../session/account.type.ts';
import { Viewer } from '../session/viewer.type.ts';

@InputType({ description: 'Input of accountCreate.' })
export class AccountCreateInput {
  @Field(() => String, { description: 'Display name.' }) name!: string;
}

@ObjectType({ description: 'Result of accountCreate.', simpleResolvers: true })
export class AccountCreatePayload {
  @Field(() => Account, { nullable: true, description: 'New account; null on error.' }) account!: Account | null;
  @Field(() => [UserError], { description: 'Problems.' }) userErrors!: UserProblem[];
}

@InputType({ description: 'Input of accountUpdate.' })
export class AccountUpdateInput {
  @Field(() => Boolean, { description: 'Whether members without a second factor may do nothing but set one up. Only for who has one.' }) requiresTwoFactor!: boolean;
}

@ObjectType({ description: 'Result of accountUpdate.', simpleResolvers: true })
export class AccountUpdatePayload {
  @Field(() => Account, { nullable: true, description: 'Account; null on error.' }) account!: Account | null;
  @Field(() => [UserError], { description: 'Problems.' }) userErrors!: UserProblem[];
}

@InputType({ description: 'Input of accountSwitch.' })
export class AccountSwitchInput {
  @Field(() => ID, { description: 'Account.' }) id!: string;
}

@ObjectType({ description: 'Result of accountSwitch.', simpleResolvers: true })
export class AccountSwitchPayload {
  @Field(() => Viewer, { nullable: true, description: 'Who is calling, in the new account; null on error.' }) viewer!: Viewer | null;
  @Field(() => [UserError], { description: 'Problems.' }) userErrors!: UserProblem[];
}
