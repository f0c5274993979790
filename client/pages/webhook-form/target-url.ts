/** What is wrong with the form of a target URL; the server also resolves its host. Null when nothing is. */
export function targetUrlProblem(text: string): string | null {
  const url = text.trim();
  if (url === '') return 'Enter the target URL.';
  if (/\s/.test(url)) return 'A URL has no spaces.';
  if (!/^https?:\/\//i.test(url)) return 'The URL must start with https://.';
  if (!URL.canParse(url)) return 'This is not a complete URL. Example: https://example.com/webhooks';
  const { username, password, hash } = new URL(url);
  if (username || password) return 'The URL may not hold a user name or password: use a custom header instead.';
  return hash ? 'The URL may not have a part after #.' : null;
}

/** The target is called without encryption, which the server allows only if it was started so. */
export const isPlainHttp = (text: string): boolean => /^http:\/\//i.test(text.trim());
