import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { Field, InterfaceType, ObjectType, registerEnumType } from 'type-graphql';
import { RefusedError, USER_ERROR_CODES, type UserErrorCode as Code, type UserProblem } from '../domain/errors.ts';
import { enumOf } from './enums.ts';

/** Code of errors that are our fault; their text never reaches the caller. */
const INTERNAL_CODE = 'INTERNAL_SERVER_ERROR';

export const UserErrorCode = enumOf(USER_ERROR_CODES);

registerEnumType(UserErrorCode, {
  name: 'UserErrorCode',
  description: 'Machine-readable reason of a user error. New values can be added.',
  valuesConfig: {
    REQUIRED: { description: 'A required value is missing or blank.' },
    INVALID: { description: 'The value has the wrong form.' },
    TOO_LONG: { description: 'The value is longer than allowed.' },
    TOO_MANY: { description: 'More entries than allowed.' },
    TAKEN: { description: 'Another object already uses this value.' },
    NOT_FOUND: { description: 'No such object, or the caller may not see it.' },
    INVALID_STATE: { description: "The object's state does not allow the action." },
    STALE_VERSION: { description: '`expectedVersion` is not the current version.' },
    URL_NOT_HTTPS: { description: 'The URL does not use https.' },
    URL_BLOCKED: { description: 'The URL resolves to a private, loopback, link-local or otherwise forbidden address.' },
    URL_UNRESOLVABLE: { description: "The URL's host does not resolve." },
    UNKNOWN_EVENT_TYPE: { description: 'An event type code or pattern matches nothing in the catalogue.' },
    PAYLOAD_SCHEMA_VIOLATION: { description: "The payload does not match the event type's JSON Schema." },
    PAYLOAD_TOO_LARGE: { description: 'The payload is larger than the limit.' },
    PAYLOAD_QUERY_INVALID: { description: 'The payload-shaping query does not parse or validate.' },
    IDEMPOTENCY_KEY_REUSED: { description: 'The idempotency key was used before with a different input.' },
    IDEMPOTENCY_IN_PROGRESS: { description: 'A request with the same idempotency key is still running.' },
    LIMIT_REACHED: { description: 'A plan or server limit is reached.' },
    CONTENT_EXPIRED: { description: 'The stored body needed for the action is past its retention.' },
    REAUTHENTICATION_REQUIRED: { description: 'The caller must prove identity again before this action.' },
    LAST_ADMIN: { description: 'The last owner of the role cannot be removed or lowered.' },
  },
});

/** A problem says by its further fields which kind it is, so that commands need not know GraphQL. */
function kindOf(problem: UserProblem): string {
  if ('violations' in problem) return 'PayloadSchemaError';
  if ('resolvedAddresses' in problem) return 'UrlBlockedError';
  if ('current' in problem) return 'StaleWebhookError';
  return 'BasicUserError';
}

@InterfaceType({
  description: 'An expected failure of a mutation, caused by the input or the state of the data.',
  resolveType: kindOf,
})
export abstract class UserError {
  @Field(() => UserErrorCode, { description: 'Stable code.' })
  code!: Code;

  @Field(() => String, { description: 'One sentence in English, ready to show.' })
  message!: string;

  @Field(() => [String], {
    nullable: true,
    description: 'Path into `input`, e.g. `["input", "events", "2"]`; null when no input is at fault.',
  })
  path!: string[] | null;
}

@ObjectType({ implements: UserError, description: 'A user error without further data.' })
export class BasicUserError extends UserError {}

@ObjectType({ description: 'One JSON Schema violation.' })
export class SchemaViolation {
  @Field(() => String, { description: 'JSON Pointer into the payload.' })
  instancePointer!: string;

  @Field(() => String, { description: 'JSON Pointer into the schema.' })
  schemaPointer!: string;

  @Field(() => String, { description: 'What is wrong.' })
  message!: string;
}

@ObjectType({ implements: UserError, description: "The payload does not match the event type's JSON Schema." })
export class PayloadSchemaError extends UserError {
  @Field(() => [SchemaViolation], { description: 'Violations, at most 50.' })
  violations!: SchemaViolation[];
}

@ObjectType({ implements: UserError, description: 'The target URL was refused by the egress policy.' })
export class UrlBlockedError extends UserError {
  @Field(() => [String], { description: 'Addresses the host resolved to.' })
  resolvedAddresses!: string[];

  @Field(() => String, { description: 'Rule that refused it, e.g. `private-network`.' })
  rule!: string;
}

/** The problems of a refused command; any other error is thrown on. */
export function toUserErrors(error: unknown): UserProblem[] {
  if (error instanceof RefusedError) return error.problems;
  throw error;
}

/** Runs a command for a mutation: its payload with no user errors, or user errors alone. */
export async function orUserErrors<T extends object>(command: () => Promise<T>): Promise<(T | Partial<T>) & { userErrors: UserProblem[] }> {
  try {
    return { ...(await command()), userErrors: [] };
  } catch (error) {
    return { userErrors: toUserErrors(error) } as Partial<T> & { userErrors: UserProblem[] };
  }
}

/** A request that does not fit the rules of a field, such as a bad cursor. */
export function badInput(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
}

/** Whether an error says more than its caller may know: it was not thrown as a GraphQLError by us. */
export function isUnexpected(error: GraphQLError): boolean {
  return error.originalError !== undefined && !(error.originalError instanceof GraphQLError);
}

/** An error as the caller gets it: ours keep only the id under which the log has the rest. */
export function presentError(error: GraphQLFormattedError, requestId: string): GraphQLFormattedError {
  const code = error.extensions?.code ?? INTERNAL_CODE;
  if (code !== INTERNAL_CODE) return error;
  return {
    message: `Something went wrong on our side. The server log has it under request ${requestId}.`,
    ...(error.locations && { locations: error.locations }),
    ...(error.path && { path: error.path }),
    extensions: { code, requestId },
  };
}
