import { GraphQLError } from 'graphql';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { TryLimit } from '../../auth/tries.ts';
import type { Viewer as Caller } from '../../auth/viewer.ts';
import { acceptInvitation } from '../../commands/accept-invitation.ts';
import { completeSetup } from '../../commands/complete-setup.ts';
import { RefusedError, type UserProblem } from '../../domain/errors.ts';
import { Open } from '../authorize.ts';
import { originOf, type GraphqlContext } from '../context.ts';
import { orUserErrors } from '../errors.ts';
import { orThrottled } from './or-throttled.ts';
import { InvitationAcceptInput, InvitationAcceptPayload, SetupCompleteInput, SetupCompletePayload, SignInInput, SignInPayload, SignOutPayload } from './session.type.ts';

const MAX_BAD_SETUP_TOKENS_PER_ADDRESS = 20;

interface SessionPayload { viewer?: Caller | null; userErrors: UserProblem[] }

@Resolver()
export class SessionResolver {
  @Mutation(() => SignInPayload, { description: 'Begin a console session with e-mail and password; sets the HttpOnly session cookie.' })
  @Open('it is the door')
  async signIn(@Arg('input', () => SignInInput, { description: 'Input.' }) input: SignInInput, @Ctx() context: GraphqlContext): Promise<SessionPayload> {
    const setSession = sessionSetter(context);
    return orThrottled(() => orUserErrors(async () => {
      const token = await context.doors.signIn.signIn({ ...input, ip: context.ip, origin: originOf(context) });
      return { viewer: await beginSession(context, setSession, token) };
    }));
  }

  @Mutation(() => SignOutPayload, { description: 'End the console session and its subscriptions.' })
  @Open('it ends what is there, also a session that has run out')
  async signOut(@Ctx() { viewer, doors, setSession }: GraphqlContext): Promise<{ userErrors: UserProblem[] }> {
    if (viewer?.sessionTokenHash) {
      await doors.signIn.signOut(viewer);
      doors.announceChange();
    }
    setSession?.(null);
    return { userErrors: [] };
  }

  @Mutation(() => SetupCompletePayload, { description: 'First start only: make the first Super Admin with the one-time token printed by the server.' })
  @Open('there is nobody yet; the token is the right')
  async setupComplete(@Arg('input', () => SetupCompleteInput, { description: 'Input.' }) input: SetupCompleteInput, @Ctx() context: GraphqlContext): Promise<SessionPayload> {
    const setSession = sessionSetter(context);
    return orThrottled(() => orUserErrors(async () => {
      const member = await throttled(context, () => completeSetup(context.deps, { ...input, origin: originOf(context) }));
      return { viewer: await beginSession(context, setSession, await context.doors.sessions.start(member.id, { origin: originOf(context) })) };
    }));
  }

  @Mutation(() => InvitationAcceptPayload, { description: 'Become a member with the one-time token of an invitation, and begin a console session.' })
  @Open('whoever is invited has no session yet; the token is the right')
  async invitationAccept(@Arg('input', () => InvitationAcceptInput, { description: 'Input.' }) input: InvitationAcceptInput, @Ctx() context: GraphqlContext): Promise<SessionPayload> {
    const setSession = sessionSetter(context);
    const { signIn, secondFactors } = context.doors;
    const proofs = {
      isPasswordOf: (email: string, password: string) => signIn.isPasswordOf({ email, password, ip: context.ip }),
      requireCode: (personId: string, code: string | null) => secondFactors.require(personId, code),
    };
    return orThrottled(() => orUserErrors(async () => {
      const member = await throttled(context, () => acceptInvitation({ ...context.deps, ...proofs, origin: originOf(context) }, { ...input, name: input.name ?? '' }));
      return { viewer: await beginSession(context, setSession, await context.doors.sessions.start(member.id, { origin: originOf(context) })) };
    }));
  }
}

type SessionSetter = NonNullable<GraphqlContext['setSession']>;

function sessionSetter({ setSession }: GraphqlContext): SessionSetter {
  if (setSession) return setSession;
  throw new GraphQLError('A session can only begin over HTTP: a WebSocket cannot set its cookie.', { extensions: { code: 'BAD_USER_INPUT' } });
}

/** What the browser had open before ends with it: the cookie is replaced, so nobody could end it any more. */
async function beginSession({ doors, viewer }: GraphqlContext, setSession: SessionSetter, token: string): Promise<Caller | null> {
  if (viewer?.sessionTokenHash) await doors.sessions.end(viewer.sessionTokenHash);
  setSession(token);
  return doors.sessions.viewer(token);
}

/** Guesses of setup tokens are counted like those of passwords. */
async function throttled<T>({ doors, ip }: GraphqlContext, work: () => Promise<T>): Promise<T> {
  const limits: TryLimit[] = [{ kind: 'tokens from', key: ip, max: MAX_BAD_SETUP_TOKENS_PER_ADDRESS }];
  await doors.tries.check(limits);
  try {
    return await work();
  } catch (error) {
    if (error instanceof RefusedError) await doors.tries.begin(limits);
    throw error;
  }
}
