import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { createAccount } from '../../commands/create-account.ts';
import { requireTwoFactor } from '../../commands/require-two-factor.ts';
import { switchAccount } from '../../commands/switch-account.ts';
import { ANY_MEMBER_FOR_SETUP, CHANGE_ACCOUNT, CREATE_ACCOUNTS } from '../access-rules.ts';
import { Access, memberOf, viewerOf } from '../authorize.ts';
import type { GraphqlContext } from '../context.ts';
import { orUserErrors } from '../errors.ts';
import { AccountCreateInput, AccountCreatePayload, AccountSwitchInput, AccountSwitchPayload, AccountUpdateInput, AccountUpdatePayload } from './account-payload.type.ts';

@Resolver()
export class AccountResolver {
  @Mutation(() => AccountCreatePayload, { description: 'Make an account with its own RSA key, with the caller as its first Super Admin.' })
  @Access(CREATE_ACCOUNTS)
  accountCreate(@Arg('input', () => AccountCreateInput, { description: 'Input.' }) { name }: AccountCreateInput, @Ctx() context: GraphqlContext) {
    return orUserErrors(async () => ({ account: await createAccount(context.deps, viewerOf(context), name) }));
  }

  @Mutation(() => AccountUpdatePayload, { description: 'Change the account itself: whether its members need a second factor.' })
  @Access(CHANGE_ACCOUNT)
  accountUpdate(@Arg('input', () => AccountUpdateInput, { description: 'Input.' }) { requiresTwoFactor }: AccountUpdateInput, @Ctx() context: GraphqlContext) {
    return orUserErrors(async () => {
      const account = await requireTwoFactor(context.deps, memberOf(context), requiresTwoFactor);
      context.doors.announceChange();
      return { account };
    });
  }

  @Mutation(() => AccountSwitchPayload, { description: 'Act in another account from now on in this session. Its open sockets are closed.' })
  @Access(ANY_MEMBER_FOR_SETUP)
  accountSwitch(@Arg('input', () => AccountSwitchInput, { description: 'Input.' }) { id }: AccountSwitchInput, @Ctx() context: GraphqlContext) {
    return orUserErrors(async () => {
      const caller = viewerOf(context);
      await switchAccount(context.deps, caller, id);
      context.doors.announceChange();
      return { viewer: caller.sessionTokenHash && await context.doors.sessions.viewerOf(caller.sessionTokenHash) };
    });
  }
}
