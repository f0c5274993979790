/** Reasons of a user error, in the order of `UserErrorCode` in the GraphQL schema. */
export const USER_ERROR_CODES = [
  'REQUIRED',
  'INVALID',
  'TOO_LONG',
  'TOO_MANY',
  'TAKEN',
  'NOT_FOUND',
  'INVALID_STATE',
  'STALE_VERSION',
  'URL_NOT_HTTPS',
  'URL_BLOCKED',
  'URL_UNRESOLVABLE',
  'UNKNOWN_EVENT_TYPE',
  'PAYLOAD_SCHEMA_VIOLATION',
  'PAYLOAD_TOO_LARGE',
  'PAYLOAD_QUERY_INVALID',
  'IDEMPOTENCY_KEY_REUSED',
  'IDEMPOTENCY_IN_PROGRESS',
  'LIMIT_REACHED',
  'CONTENT_EXPIRED',
  'REAUTHENTICATION_REQUIRED',
  'LAST_ADMIN',
] as const;

export type UserErrorCode = (typeof USER_ERROR_CODES)[number];

/** One thing that is wrong with what a caller asked for. */
export interface UserProblem {
  readonly code: UserErrorCode;
  /** One sentence for people. */
  readonly message: string;
  /** Path into the mutation's arguments, e.g. `['input', 'events', '2']`; null when no input is at fault. */
  readonly path: string[] | null;
}

/** Makes a problem; without a path no single input is at fault. */
export function problem(code: UserErrorCode, message: string, path: readonly string[] | null = null): UserProblem {
  return { code, message, path: path && [...path] };
}

/** What a check that refuses by throwing has to say, so that it can be told together with other problems. */
export async function problemsIn(check: () => unknown): Promise<UserProblem[]> {
  try {
    await check();
    return [];
  } catch (error) {
    if (error instanceof RefusedError) return error.problems;
    throw error;
  }
}

/** Thrown by a command that refuses its input; carries everything that is wrong, not only the first thing. */
export class RefusedError extends Error {
  readonly problems: UserProblem[];

  constructor(problems: UserProblem[]) {
    super(problems.map((each) => each.message).join(' '));
    this.name = 'RefusedError';
    this.problems = problems;
  }
}
