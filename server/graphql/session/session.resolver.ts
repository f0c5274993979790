import { GraphQLError } from 'graphql';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { TooManyTriesError } from '../../auth/throttle.ts';
import type { Viewer as Caller } from '../../auth/viewer.ts';
import { completeSetup } from '../../commands/complete-setup.ts';
import { RefusedError, type UserProblem } from '../../domain/errors.ts';
import { SECOND_MS } from '../../domain/time.ts';
import type { GraphqlContext } from '../context.ts';
import { orUserErrors } from '../errors.ts';
import { SetupCompleteInput, SetupCompletePayload, SignInInput, SignInPayload, SignOutPayload } from './session.type.ts';

interface SessionPayload { viewer?: Caller | null; userErrors: UserProblem[] }

@Resolver()
export class SessionResolver {
  @Mutation(() => SignInPayload, { description: 'Begin a console session with e-mail and password; sets the HttpOnly session cookie.' })
  async signIn(@Arg('input', () => SignInInput, { description: 'Input.' }) input: SignInInput, @Ctx() context: GraphqlContext): Promise<SessionPayload> {
    const setSession = sessionSetter(context);
    return orThrottled(() => orUserErrors(async () => {
      const token = await context.doors.signIn.signIn({ email: input.email, password: input.password, ip: context.ip });
      return { viewer: await beginSession(context, setSession, token) };
    }));
  }

  @Mutation(() => SignOutPayload, { description: 'End the console session and its subscriptions.' })
  async signOut(@Ctx() { viewer, doors, setSession }: GraphqlContext): Promise<{ userErrors: UserProblem[] }> {
    if (viewer?.sessionTokenHash) await doors.sessions.end(viewer.sessionTokenHash);
    setSession?.(null);
    return { userErrors: [] };
  }

  @Mutation(() => SetupCompletePayload, { description: 'First start only: make the first Super Admin with the one-time token printed by the server.' })
  async setupComplete(@Arg('input', () => SetupCompleteInput, { description: 'Input.' }) input: SetupCompleteInput, @Ctx() context: GraphqlContext): Promise<SessionPayload> {
    const setSession = sessionSetter(context);
    return orThrottled(() => orUserErrors(async () => {
      const member = await throttled(context, () => completeSetup(context.deps, input));
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

async function orThrottled<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof TooManyTriesError)) throw error;
    const retryAfterSeconds = Math.ceil(error.retryAfterMs / SECOND_MS);
    throw new GraphQLError(error.message, { extensions: { code: 'THROTTLED', retryAfterSeconds } });
  }
}
