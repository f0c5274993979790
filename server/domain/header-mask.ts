/** Stands in the log for a header value that nobody may read there. */
export const MASKED_VALUE = '••••••';

const SECRET_RESPONSE_HEADERS = new Set(['set-cookie', 'set-cookie2', 'authorization', 'proxy-authorization', 'authentication-info', 'x-api-key', 'x-auth-token']);

/** Response headers as they are logged: cookies and credentials masked. */
export function maskResponseHeaders(headers: readonly [name: string, value: string][]): [name: string, value: string][] {
  return headers.map(([name, value]) => [name, SECRET_RESPONSE_HEADERS.has(name.toLowerCase()) ? MASKED_VALUE : value]);
}
