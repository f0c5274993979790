const NAME = 'keybell_session';

/** The session token in a request's `Cookie` header, or null. */
export function readSessionToken(cookieHeader: string | undefined): string | null {
  for (const pair of cookieHeader?.split(';') ?? []) {
    const [name, value] = pair.trim().split('=', 2);
    if (name === NAME && value) return value;
  }
  return null;
}

/**
 * `Set-Cookie` value that gives the browser a token, or takes it away (null).
 * The cookie ends with the browser session; the server keeps the real limits. `Secure` needs https, also behind a proxy.
 */
export function sessionCookie(token: string | null, isHttps: boolean): string {
  const attributes = ['Path=/', 'HttpOnly', 'SameSite=Strict', ...(isHttps ? ['Secure'] : []), ...(token === null ? ['Max-Age=0'] : [])];
  return [`${NAME}=${token ?? ''}`, ...attributes].join('; ');
}
