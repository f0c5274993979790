import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { changeMemberRole } from '../../commands/change-member-role.ts';
import { inviteMember } from '../../commands/invite-member.ts';
import { removeMember } from '../../commands/remove-member.ts';
import { resetTwoFactor } from '../../commands/reset-two-factor.ts';
import { reinstateMember, suspendMember } from '../../commands/suspend-member.ts';
import { MANAGE_MEMBERS } from '../access-rules.ts';
import { Access, viewerOf } from '../authorize.ts';
import type { GraphqlContext } from '../context.ts';
import { orUserErrors } from '../errors.ts';
import {
  MemberInviteInput, MemberInvitePayload, MemberReinstateInput, MemberReinstatePayload, MemberRemoveInput, MemberRemovePayload, MemberRoleUpdateInput,
  MemberRoleUpdatePayload, MemberSuspendInput, MemberSuspendPayload,
  MemberTwoFactorResetInput, MemberTwoFactorResetPayload,
} from './member-payload.type.ts';

@Resolver()
export class MemberMutationsResolver {
  @Mutation(() => MemberInvitePayload, { description: 'Invite a member, or invite again: then only the new link is good.' })
  @Access(MANAGE_MEMBERS)
  memberInvite(@Arg('input', () => MemberInviteInput, { description: 'Input.' }) input: MemberInviteInput, @Ctx() context: GraphqlContext) {
    return orUserErrors(async () => {
      const { member, token, expiresAt } = await inviteMember(context.deps, viewerOf(context), input);
      return { member, invitationUrl: `${context.service.publicUrl}/admin/invitation?token=${token}`, invitationExpiresAt: expiresAt };
    });
  }

  @Mutation(() => MemberRoleUpdatePayload, { description: "Change a member's role." })
  @Access(MANAGE_MEMBERS)
  memberRoleUpdate(@Arg('input', () => MemberRoleUpdateInput, { description: 'Input.' }) input: MemberRoleUpdateInput, @Ctx() context: GraphqlContext) {
    return orUserErrors(async () => ({ member: await told(context, changeMemberRole(context.deps, viewerOf(context), input)) }));
  }

  @Mutation(() => MemberSuspendPayload, { description: 'Keep a member out until reinstated, and end their sessions.' })
  @Access(MANAGE_MEMBERS)
  memberSuspend(@Arg('input', () => MemberSuspendInput, { description: 'Input.' }) { id }: MemberSuspendInput, @Ctx() context: GraphqlContext) {
    return orUserErrors(async () => ({ member: await told(context, suspendMember(context.deps, viewerOf(context), id)) }));
  }

  @Mutation(() => MemberReinstatePayload, { description: 'Let a suspended member sign in again.' })
  @Access(MANAGE_MEMBERS)
  memberReinstate(@Arg('input', () => MemberReinstateInput, { description: 'Input.' }) { id }: MemberReinstateInput, @Ctx() context: GraphqlContext) {
    return orUserErrors(async () => ({ member: await reinstateMember(context.deps, viewerOf(context), id) }));
  }

  @Mutation(() => MemberRemovePayload, { description: 'Remove a member and end their sessions.' })
  @Access(MANAGE_MEMBERS)
  memberRemove(@Arg('input', () => MemberRemoveInput, { description: 'Input.' }) { id }: MemberRemoveInput, @Ctx() context: GraphqlContext) {
    return orUserErrors(async () => ({ removedMemberId: await told(context, removeMember(context.deps, viewerOf(context), id)) }));
  }

  @Mutation(() => MemberTwoFactorResetPayload, { description: 'Take the second factor from a member who has lost it, and end their sessions. The password still guards them.' })
  @Access(MANAGE_MEMBERS)
  memberTwoFactorReset(@Arg('input', () => MemberTwoFactorResetInput, { description: 'Input.' }) { id }: MemberTwoFactorResetInput, @Ctx() context: GraphqlContext) {
    return orUserErrors(async () => ({ member: await told(context, resetTwoFactor(context.deps, viewerOf(context), id)) }));
  }
}

/** Tells the doors that somebody's rights have changed, so that what is open with the old ones closes. */
async function told<T>({ doors }: GraphqlContext, change: Promise<T>): Promise<T> {
  const result = await change;
  doors.announceChange();
  return result;
}
