import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { beginTwoFactor } from '../../commands/begin-two-factor.ts';
import { confirmTwoFactor } from '../../commands/confirm-two-factor.ts';
import { disableTwoFactor } from '../../commands/disable-two-factor.ts';
import { renewRecoveryCodes } from '../../commands/renew-recovery-codes.ts';
import type { MemberCaller } from '../../commands/second-factor-change.ts';
import { otpauthUri } from '../../domain/second-factor.ts';
import { ANY_MEMBER, ANY_MEMBER_FOR_SETUP } from '../access-rules.ts';
import { Access, memberOf } from '../authorize.ts';
import type { GraphqlContext } from '../context.ts';
import { orUserErrors } from '../errors.ts';
import { orThrottled } from './or-throttled.ts';
import {
  TwoFactorBeginInput, TwoFactorBeginPayload, TwoFactorConfirmInput, TwoFactorConfirmPayload, TwoFactorDisableInput, TwoFactorDisablePayload,
  TwoFactorRecoveryCodesRenewInput, TwoFactorRecoveryCodesRenewPayload,
} from './two-factor.type.ts';

@Resolver()
export class TwoFactorResolver {
  @Mutation(() => TwoFactorBeginPayload, { description: 'Make a secret for an authenticator app (TOTP, RFC 6238). It counts once twoFactorConfirm got a code of it.' })
  @Access(ANY_MEMBER_FOR_SETUP)
  twoFactorBegin(@Arg('input', () => TwoFactorBeginInput, { description: 'Input.' }) { password }: TwoFactorBeginInput, @Ctx() context: GraphqlContext) {
    return orThrottled(() => orUserErrors(async () => {
      const caller = memberOf(context);
      const secret = await beginTwoFactor(depsOf(context, caller), caller, password);
      return { secret, otpauthUri: otpauthUri(secret, { email: caller.member.email, host: new URL(context.service.publicUrl).host }) };
    }));
  }

  @Mutation(() => TwoFactorConfirmPayload, { description: "Switch the caller's second factor on with the first code of the app. The caller's other sessions end." })
  @Access(ANY_MEMBER_FOR_SETUP)
  twoFactorConfirm(@Arg('input', () => TwoFactorConfirmInput, { description: 'Input.' }) { code }: TwoFactorConfirmInput, @Ctx() context: GraphqlContext) {
    return orThrottled(() => orUserErrors(async () => {
      const { doors, deps } = context;
      const recoveryCodes = await confirmTwoFactor({ ...deps, secondFactors: doors.secondFactors, tries: doors.tries }, memberOf(context), code);
      doors.announceChange();
      return { recoveryCodes, viewer: context.viewer };
    }));
  }

  @Mutation(() => TwoFactorDisablePayload, { description: "Switch the caller's second factor off. It takes the password and a code." })
  @Access(ANY_MEMBER)
  twoFactorDisable(@Arg('input', () => TwoFactorDisableInput, { description: 'Input.' }) input: TwoFactorDisableInput, @Ctx() context: GraphqlContext) {
    return orThrottled(() => orUserErrors(async () => {
      const caller = memberOf(context);
      await disableTwoFactor({ ...depsOf(context, caller), secondFactors: context.doors.secondFactors }, caller, input);
      return { viewer: context.viewer };
    }));
  }

  @Mutation(() => TwoFactorRecoveryCodesRenewPayload, { description: 'New recovery codes in place of all that are left.' })
  @Access(ANY_MEMBER)
  twoFactorRecoveryCodesRenew(
    @Arg('input', () => TwoFactorRecoveryCodesRenewInput, { description: 'Input.' }) { code }: TwoFactorRecoveryCodesRenewInput, @Ctx() context: GraphqlContext,
  ) {
    return orThrottled(() => orUserErrors(async () => (
      { recoveryCodes: await renewRecoveryCodes({ ...context.deps, secondFactors: context.doors.secondFactors }, memberOf(context), code) }
    )));
  }
}

function depsOf({ deps, doors, ip }: GraphqlContext, { member }: MemberCaller) {
  return { ...deps, isPassword: (password: string) => doors.signIn.isPasswordOf({ email: member.email, password, ip }) };
}
