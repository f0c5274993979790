import { problem, type UserProblem } from './errors.ts';

export const MAX_CUSTOM_HEADERS = 20;
export const MAX_HEADER_NAME_LENGTH = 128;
export const MAX_HEADER_VALUE_LENGTH = 1024;

/** A header a webhook's owner adds to every request. */
export interface CustomHeaderInput {
  readonly name: string;
  readonly value: string;
}

/** Field name of RFC 9110. */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const VISIBLE_ASCII = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/;

/** Set by us on every request, hop by hop, read or written by a proxy on the way, or meant for replies. */
const REFUSED_NAMES = new Set([
  'user-agent', 'accept-encoding', 'n-signature', 'date', 'via', 'forwarded', 'x-real-ip', 'set-cookie', 'set-cookie2',
  'host', 'connection', 'keep-alive', 'te', 'trailer', 'transfer-encoding', 'upgrade', 'expect', 'http2-settings',
  'cookie', 'cookie2', 'traceparent', 'tracestate', 'metadata', 'metadata-flavor',
]);

/** Our own, `Content-*`, what proxies tell of the sender, and what metadata services of the clouds ask for as proof that a request is meant for them. */
const REFUSED_PREFIXES = [
  'webhook-', 'x-webhook-', 'content-', 'proxy-', 'x-forwarded-',
  'x-aws-', 'x-amz-', 'x-google-', 'x-goog-', 'x-azure-', 'x-ms-', 'x-metadata-', 'x-oci-',
];

/** What is wrong with a webhook's custom headers. */
export function checkCustomHeaders(headers: readonly CustomHeaderInput[]): UserProblem[] {
  const path = ['input', 'customHeaders'];
  if (headers.length > MAX_CUSTOM_HEADERS) return [problem('TOO_MANY', `A webhook may have at most ${MAX_CUSTOM_HEADERS} custom headers.`, path)];
  const names = headers.map(({ name }) => name.toLowerCase());
  return headers.flatMap(({ name, value }, index) => {
    const at = [...path, String(index)];
    const repeated = names.indexOf(name.toLowerCase()) < index
      ? [problem('TAKEN', `The header "${name}" is given twice.`, [...at, 'name'])]
      : [];
    return [...checkName(name, [...at, 'name']), ...repeated, ...checkValue(value, [...at, 'value'])];
  });
}

function checkName(name: string, path: string[]): UserProblem[] {
  if (name === '') return [problem('REQUIRED', 'Enter a header name.', path)];
  if (name.length > MAX_HEADER_NAME_LENGTH) return [problem('TOO_LONG', `A header name may have at most ${MAX_HEADER_NAME_LENGTH} characters.`, path)];
  if (!TOKEN.test(name)) return [problem('INVALID', 'A header name may contain letters, digits and hyphens only.', path)];
  return isRefused(name) ? [problem('INVALID', `The header "${name}" is set by the server or not allowed.`, path)] : [];
}

function isRefused(name: string): boolean {
  // Receivers behind CGI, WSGI and the like cannot tell `_` from `-`.
  const usual = name.toLowerCase().replaceAll('_', '-');
  return REFUSED_NAMES.has(usual) || REFUSED_PREFIXES.some((prefix) => usual.startsWith(prefix)) || isObjectMember(name);
}

/** Names such as `constructor` and `__proto__`, which a receiver that keeps headers in a plain object would trip over. */
function isObjectMember(name: string): boolean {
  return name in Object.prototype || name.toLowerCase() in Object.prototype;
}

function checkValue(value: string, path: string[]): UserProblem[] {
  if (value === '') return [problem('REQUIRED', 'Enter a header value.', path)];
  if (value.length > MAX_HEADER_VALUE_LENGTH) return [problem('TOO_LONG', `A header value may have at most ${MAX_HEADER_VALUE_LENGTH} characters.`, path)];
  if (VISIBLE_ASCII.test(value)) return [];
  return [problem('INVALID', 'A header value may contain visible ASCII characters and inner spaces only.', path)];
}
