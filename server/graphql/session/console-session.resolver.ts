import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { revokeOtherSessions, revokeSession } from '../../commands/end-sessions.ts';
import { ANY_MEMBER } from '../access-rules.ts';
import { Access, memberOf, viewerOf } from '../authorize.ts';
import type { GraphqlContext } from '../context.ts';
import { orUserErrors } from '../errors.ts';
import { ReauthenticateInput, ReauthenticatePayload, SessionRevokeInput, SessionRevokePayload, SessionsRevokeOthersPayload } from './console-session.type.ts';
import { orThrottled } from './or-throttled.ts';

@Resolver()
export class ConsoleSessionResolver {
  @Mutation(() => ReauthenticatePayload, { description: 'Prove again who sits at this session, for what REAUTHENTICATION_REQUIRED was answered to. It counts for 5 minutes.' })
  @Access(ANY_MEMBER)
  reauthenticate(@Arg('input', () => ReauthenticateInput, { description: 'Input.' }) input: ReauthenticateInput, @Ctx() context: GraphqlContext) {
    const { doors, ip } = context;
    return orThrottled(() => orUserErrors(async () => ({ reauthenticatedUntil: await doors.reauthentication.prove(viewerOf(context), { ...input, ip }) })));
  }

  @Mutation(() => SessionRevokePayload, { description: 'End a session of the caller and its subscriptions.' })
  @Access(ANY_MEMBER)
  sessionRevoke(@Arg('input', () => SessionRevokeInput, { description: 'Input.' }) { id }: SessionRevokeInput, @Ctx() context: GraphqlContext) {
    return orUserErrors(async () => ({ revokedSessionId: await told(context, revokeSession(context.deps, memberOf(context), id)) }));
  }

  @Mutation(() => SessionsRevokeOthersPayload, { description: 'End all sessions of the caller but this one.' })
  @Access(ANY_MEMBER)
  sessionsRevokeOthers(@Ctx() context: GraphqlContext) {
    return orUserErrors(async () => ({ revokedCount: await told(context, revokeOtherSessions(context.deps, memberOf(context))) }));
  }
}

/** Lets the doors close what was opened with sessions that have ended. */
async function told<T>({ doors }: GraphqlContext, change: Promise<T>): Promise<T> {
  const result = await change;
  doors.announceChange();
  return result;
}
