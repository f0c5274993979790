import { GraphQLError } from 'graphql';
import { TooManyTriesError } from '../../auth/tries.ts';
import { SECOND_MS } from '../../domain/time.ts';

/** Says when to try again, in the answer and in its HTTP headers; Apollo takes `http` out of the error. */
export async function orThrottled<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof TooManyTriesError)) throw error;
    const retryAfterSeconds = Math.ceil(error.retryAfterMs / SECOND_MS);
    const http = { status: 429, headers: new Map([['retry-after', String(retryAfterSeconds)]]) };
    throw new GraphQLError(error.message, { extensions: { code: 'THROTTLED', retryAfterSeconds, http } });
  }
}
