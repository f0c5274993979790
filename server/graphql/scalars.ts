import { GraphQLError, GraphQLScalarType, valueFromASTUntyped, type ValueNode } from 'graphql';
import { formatDateTime, formatDuration, parseDuration } from '../domain/time.ts';

interface ScalarOptions<T> {
  readonly name: string;
  readonly description: string;
  readonly specifiedByURL?: string;
  /** What a good value looks like, for the message about a bad one. */
  readonly expected: string;
  /** Undefined when the text is not of the form. */
  readonly parse: (text: string) => T | undefined;
  readonly serialize: (value: unknown) => string;
}

/** A scalar that travels as a string in a form of its own. */
function stringScalar<T>({ name, description, specifiedByURL, expected, parse, serialize }: ScalarOptions<T>): GraphQLScalarType<T, string> {
  const parseValue = (value: unknown, nodes?: ValueNode): T => {
    const parsed = typeof value === 'string' ? parse(value) : undefined;
    if (parsed !== undefined) return parsed;
    throw new GraphQLError(`${name} must be ${expected}; received ${JSON.stringify(value)?.slice(0, 80)}.`, { nodes, extensions: { code: 'BAD_USER_INPUT' } });
  };
  return new GraphQLScalarType<T, string>({
    name,
    description,
    specifiedByURL,
    serialize,
    parseValue: (value) => parseValue(value),
    parseLiteral: (node, variables) => parseValue(valueFromASTUntyped(node, variables), node),
  });
}

/** RFC 3339, section 5.6, with a zone: a time without one would mean another moment on another machine. */
const RFC_3339 = /^(\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d)(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)$/;
/** Beyond these years a moment in UTC has no RFC 3339 form, or none that every database can hold. */
const FIRST_MS = Date.parse('0001-01-01T00:00:00Z');
const LAST_MS = Date.parse('9999-12-31T23:59:59.999Z');

function parseDateTime(text: string): number | undefined {
  const [, local] = RFC_3339.exec(text) ?? [];
  if (local === undefined || !isInCalendar(local)) return undefined;
  const ms = Date.parse(text);
  return ms >= FIRST_MS && ms <= LAST_MS ? ms : undefined;
}

/** `Date.parse` takes 30 February for 2 March, and 24:00 for the next midnight. */
function isInCalendar(local: string): boolean {
  const ms = Date.parse(`${local}Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(local.toUpperCase());
}

/** Milliseconds since the epoch inside, RFC 3339 in UTC outside. */
export const DateTime = stringScalar<number>({
  name: 'DateTime',
  description: 'RFC 3339 date-time in UTC with up to microsecond precision, e.g. `2026-03-01T12:00:00.123456Z`.',
  specifiedByURL: 'https://scalars.graphql.org/andimarek/date-time',
  expected: 'an RFC 3339 date-time with a zone, e.g. "2026-03-01T12:00:00Z"',
  parse: parseDateTime,
  serialize: (value) => formatDateTime(Number(value)),
});

/** Milliseconds inside, ISO 8601 outside. */
export const Duration = stringScalar<number>({
  name: 'Duration',
  description: 'ISO 8601 duration limited to days, hours, minutes and seconds, e.g. `PT5M`.',
  expected: 'an ISO 8601 duration of days, hours, minutes and seconds, e.g. "PT5M"',
  parse: (text) => parseDuration(text) ?? undefined,
  serialize: (value) => formatDuration(Number(value)),
});

/**
 * A scalar whose form the commands check, not the parser: what is wrong is then a user error at its path, with a suggestion,
 * beside all other problems of the input.
 */
const namedString = (name: string, description: string, expected: string): GraphQLScalarType<string, string> =>
  stringScalar({ name, description, expected, parse: (text) => text, serialize: String });

export const URI = namedString('URI', 'Absolute RFC 3986 URI.', 'an absolute URI');

export const EventTypeCode = namedString(
  'EventTypeCode',
  'Dotted event type code as it appears on the wire, e.g. `license.activated`.',
  'a dotted event type code',
);

export const EventTypePattern = namedString(
  'EventTypePattern',
  'An event type code, or a pattern ending in `.*`, or `*`, e.g. `license.*`.',
  'an event type code, a pattern ending in ".*", or "*"',
);

export const Cursor = namedString(
  'Cursor',
  'Opaque position in a connection or stream. Only valid with the field and arguments that produced it.',
  'a cursor that this API returned',
);

const UINT64_MAX = 2n ** 64n - 1n;

export const UInt64 = stringScalar<string>({
  name: 'UInt64',
  description: 'Unsigned 64-bit integer as a decimal string; used for byte sizes and sequence numbers.',
  expected: 'a decimal string from "0" to "18446744073709551615"',
  parse: (text) => (/^\d{1,20}$/.test(text) && BigInt(text) <= UINT64_MAX ? text : undefined),
  serialize: String,
});

export const JSONValue = new GraphQLScalarType<unknown, unknown>({
  name: 'JSON',
  description: 'Any JSON value, as JSON (never as a string holding JSON).',
  serialize: (value) => value,
  parseValue: (value) => value,
  parseLiteral: (node, variables) => valueFromASTUntyped(node, variables),
});
