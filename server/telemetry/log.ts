import { pino, type DestinationStream, type Logger } from 'pino';

export type Log = Logger;

/** Names whose values never belong into a log, wherever they stand. */
const SECRET_NAMES = ['authorization', 'cookie', 'password', 'secret', 'token', 'signingSecret', 'apiKey'];

const redact = {
  paths: SECRET_NAMES.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
  censor: '[redacted]',
};

const MAX_MESSAGE_LENGTH = 2_000;
const MAX_STACK_LENGTH = 4_000;
/** Where MySQL and MariaDB repeat a value of the statement in a message: `Duplicate entry 'a-b' for key 'uq'`. */
const QUOTED_VALUE = /\b(entry|value:?|near) '.*?'(?=(?: for (?:key|column) \S+(?: at row \d+)?| at (?:row|line) \d+)?$)/gs;

/**
 * What a log says of an error. Only these members: an error of the database also carries its statement with all parameters, which
 * are payloads and hashes.
 */
interface LoggedError {
  type: string;
  message: string;
  code?: string | number;
  stack?: string;
  cause?: LoggedError;
}

function describeError(thrown: unknown, depth = 1): LoggedError {
  if (!(thrown instanceof Error)) return { type: typeof thrown, message: typeof thrown === 'string' ? cut(thrown, MAX_MESSAGE_LENGTH) : '' };
  const { code } = thrown as NodeJS.ErrnoException;
  const message = withoutValues(thrown);
  return {
    type: thrown.constructor.name,
    message: cut(message, MAX_MESSAGE_LENGTH),
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    ...(thrown.stack ? { stack: cut(thrown.stack.replace(thrown.message, () => message), MAX_STACK_LENGTH) } : {}),
    ...(thrown.cause !== undefined && depth > 0 ? { cause: describeError(thrown.cause, depth - 1) } : {}),
  };
}

function withoutValues(error: Error): string {
  const isOfDatabase = 'query' in error || 'sql' in error;
  return isOfDatabase ? error.message.replace(QUOTED_VALUE, '$1 [value]') : error.message;
}

const cut = (text: string, length: number): string => (text.length > length ? `${text.slice(0, length)}…` : text);

/** The log of the process: one JSON object a line, on standard error, so that standard output stays for people. */
export function openLog(level: string, destination?: DestinationStream): Log {
  const serializers = { err: (thrown: unknown) => describeError(thrown) };
  const options = { level, redact, serializers, base: undefined, timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: (label: string) => ({ level: label }) } };
  return pino(options, destination ?? pino.destination({ dest: 2, sync: true }));
}
