/** RFC 5321, 4.5.3.1.3, less the angle brackets. */
export const MAX_EMAIL_LENGTH = 254;
const LOCAL_PART = /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}$/;
const LABEL = /^[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?$/u;

/**
 * Whether a text is one plain e-mail address and nothing else: no display name, list, quoted or commented form, white space or
 * control character. Stricter than RFC 5321, so that it is safe in a mail header as it stands.
 */
export function isEmailAddress(text: string): boolean {
  const [local, domain, ...rest] = text.split('@');
  if (text.length > MAX_EMAIL_LENGTH || local === undefined || domain === undefined || rest.length > 0) return false;
  return LOCAL_PART.test(local) && domain.split('.').every((label) => LABEL.test(label));
}
