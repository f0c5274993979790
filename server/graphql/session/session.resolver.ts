import { GraphQLError } from 'graphql';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { TooManyTriesError } from '../../auth/throttle.ts';
import type { Viewer as Caller } from '../../auth/viewer.ts';
import { acceptInvitation } from '../../commands/accept-invitation.ts';
import { completeSetup } from '../../commands/complete-setup.ts';
import { RefusedError, type UserProblem } from '../../domain/errors.ts';
import { SECOND_MS } from '../../domain/time.ts';
import { Open } from '../authorize.ts';
import { originOf, type GraphqlContext } from '../context.ts';
import { orUserErrors } from '../errors.ts';
import { InvitationAcceptInput, InvitationAcceptPayload, SetupCompleteInput, SetupCompletePayload, SignInInput, SignInPayload, SignOutPayload } from './session.type.ts';

interface SessionPayload { viewer?: Caller | null; userErrors: UserProblem[] }

@Resolver()
export class SessionResolver {
  @Mutation(() => SignInPayload, { description: 'Begin a console session with e-mail and password; sets the HttpOnly session cookie.' })
  @Open('it is the door')
  async signIn(@Arg('input', () => SignInInput, { description: 'Input.' }) input: SignInInput, @Ctx() context: GraphqlContext): Promise<SessionPayload> {
    const setSession = sessionSetter(context);
    return orThrottled(() => orUserErrors(async () => {
      const token = await context.doors.signIn.signIn({ email: input.email, password: input.password, ip: context.ip, origin: originOf(context) });
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
      return { viewer: await beginSession(context, setSession, await context.doors.sessions.start(member.id)) };
    }));
  }

  @Mutation(() => InvitationAcceptPayload, { description: 'Become a member with the one-time token of an invitation, and begin a console session.' })
  @Open('whoever is invited has no session yet; the token is the right')
  async invitationAccept(@Arg('input', () => InvitationAcceptInput, { description: 'Input.' }) input: InvitationAcceptInput, @Ctx() context: GraphqlContext): Promise<SessionPayload> {
    const setSession = sessionSetter(context);
    const isPasswordOf = (email: string, password: string) => context.doors.signIn.isPasswordOf({ email, password, ip: context.ip });
    return orThrottled(() => orUserErrors(async () => {
      const member = await throttled(context, () => acceptInvitation({ ...context.deps, isPasswordOf, origin: originOf(context) }, { ...input, name: input.name ?? '' }));
      return { viewer: await beginSession(context, setSession, await context.doors.sessions.start(member.id)) };
    }));
  }
}

type SessionSetter = NonNullable<GraphqlContext['setSession']>;

function sessionSetter({ setSession }: GraphqlContext): SessionSetter {
  if (setSession) return setSession;
  throw new GraphQLError('A session can only begin over HTTP: a WebSocket cannot set its cookie.', { extensions: { code: 'BAD_USER_INPUT' } });
}

async function beginSession({ doors }: GraphqlContext, setSession: SessionSetter, token: string): Promise<Caller | null> {
  setSession(token);
  return doors.sessions.viewer(token);
}

/** Guesses of setup tokens are counted like those of passwords. */
async function throttled<T>({ doors, deps, ip }: GraphqlContext, work: () => Promise<T>): Promise<T> {
  doors.setupThrottle.check(ip, deps.clock());
  try {
    return await work();
  } catch (error) {
    if (error instanceof RefusedError) doors.setupThrottle.fail(ip, deps.clock());
    throw error;
  }
}

/** Says when to try again, in the answer and in its HTTP headers; Apollo takes `http` out of the error. */
async function orThrottled<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof TooManyTriesError)) throw error;
    const retryAfterSeconds = Math.ceil(error.retryAfterMs / SECOND_MS);
    const http = { status: 429, headers: new Map([['retry-after', String(retryAfterSeconds)]]) };
    throw new GraphQLError(error.message, { extensions: { code: 'THROTTLED', retryAfterSeconds, http } });
  }
}
