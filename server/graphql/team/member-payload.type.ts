import { ArgsType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import type { UserProblem } from '../../domain/errors.ts';
import type { Role as RoleName } from '../../domain/roles.ts';
import { UserError } from '../errors.ts';
import { ConnectionOf, EdgeOf, PageArgs } from '../page.type.ts';
import { DateTime, URI } from '../scalars.ts';
import { Member } from '../session/member.type.ts';
import { Role } from '../session/role.type.ts';

@ObjectType({ description: 'A member in a page.', simpleResolvers: true })
export class MemberEdge extends EdgeOf(() => Member) {}

@ObjectType({ description: 'A page of members.', simpleResolvers: true })
export class MemberConnection extends ConnectionOf(() => Member, () => MemberEdge) {
  @Field(() => Int, { description: 'All matching members.' }) totalCount!: number;
}

@ArgsType()
export class MembersArgs extends PageArgs {
  @Field(() => String, { nullable: true, description: 'Part of a name or e-mail address.' }) search?: string | null;
}

@InputType({ description: 'Input of memberInvite.' })
export class MemberInviteInput {
  @Field(() => String, { description: 'E-mail address.' }) email!: string;
  @Field(() => Role, { description: 'Role.' }) role!: RoleName;
}

@ObjectType({ description: 'Result of memberInvite.', simpleResolvers: true })
export class MemberInvitePayload {
  @Field(() => Member, { nullable: true, description: 'Member.' }) member!: Member | null;
  @Field(() => URI, { nullable: true, description: 'One-time link for the invited person: shown only now.' }) invitationUrl!: string | null;
  @Field(() => DateTime, { nullable: true, description: 'End of the link.' }) invitationExpiresAt!: number | null;
  @Field(() => [UserError], { description: 'Problems.' }) userErrors!: UserProblem[];
}

@InputType({ description: 'Input of memberRoleUpdate.' })
export class MemberRoleUpdateInput {
  @Field(() => ID, { description: 'Member.' }) id!: string;
  @Field(() => Role, { description: 'Role.' }) role!: RoleName;
}

@ObjectType({ description: 'Result of memberRoleUpdate.', simpleResolvers: true })
export class MemberRoleUpdatePayload {
  @Field(() => Member, { nullable: true, description: 'Member.' }) member!: Member | null;
  @Field(() => [UserError], { description: 'Problems.' }) userErrors!: UserProblem[];
}

@InputType({ description: 'Input of memberSuspend.' })
export class MemberSuspendInput {
  @Field(() => ID, { description: 'Member.' }) id!: string;
}

@ObjectType({ description: 'Result of memberSuspend.', simpleResolvers: true })
export class MemberSuspendPayload {
  @Field(() => Member, { nullable: true, description: 'Member.' }) member!: Member | null;
  @Field(() => [UserError], { description: 'Problems.' }) userErrors!: UserProblem[];
}

@InputType({ description: 'Input of memberReinstate.' })
export class MemberReinstateInput {
  @Field(() => ID, { description: 'Member.' }) id!: string;
}

@ObjectType({ description: 'Result of memberReinstate.', simpleResolvers: true })
export class MemberReinstatePayload {
  @Field(() => Member, { nullable: true, description: 'Member.' }) member!: Member | null;
  @Field(() => [UserError], { description: 'Problems.' }) userErrors!: UserProblem[];
}

@InputType({ description: 'Input of memberRemove.' })
export class MemberRemoveInput {
  @Field(() => ID, { description: 'Member.' }) id!: string;
}

@ObjectType({ description: 'Result of memberRemove.', simpleResolvers: true })
export class MemberRemovePayload {
  @Field(() => ID, { nullable: true, description: 'Id of the removed member.' }) removedMemberId!: string | null;
  @Field(() => [UserError], { description: 'Problems.' }) userErrors!: UserProblem[];
}

@InputType({ description: 'Input of memberTwoFactorReset.' })
export class MemberTwoFactorResetInput {
  @Field(() => ID, { description: 'Member.' }) id!: string;
}

@ObjectType({ description: 'Result of memberTwoFactorReset.', simpleResolvers: true })
export class MemberTwoFactorResetPayload {
  @Field(() => Member, { nullable: true, description: 'Member.' }) member!: Member | null;
  @Field(() => [UserError], { description: 'Problems.' }) userErrors!: UserProblem[];
}
