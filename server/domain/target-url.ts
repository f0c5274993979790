import { problem, type UserErrorCode, type UserProblem } from './errors.ts';

export const MAX_URL_LENGTH = 2048;

export type TargetUrlVerdict = { ok: true; url: URL } | { ok: false; problem: UserProblem };

/**
 * Space, control characters (which the URL parser would drop in silence), backslashes (which it would turn into slashes), and what
 * makes a URL look like another one: soft hyphens, marks of direction and other invisible characters, and halves of a pair.
 */
const FORBIDDEN_CHARACTERS = /[\s\u0000-\u0020\u007f-\u009f\\\p{Cf}\p{Cs}]/u;
/** Lengths of RFC 1035, section 2.3.4; of the name's 255 octets, 253 are left for characters. */
const MAX_LABEL_LENGTH = 63;
const MAX_HOST_LENGTH = 253;
const AUTHORITY = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]/i;
const USERINFO = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*@/i;
const IPV4 = /^\d+\.\d+\.\d+\.\d+$/;
const LOCAL_NAME = /(^|\.)(local|internal|localhost|home\.arpa)$/;

/**
 * Ports of well-known services that do not speak HTTP: the "bad ports" of the WHATWG Fetch standard and the usual
 * databases, caches and remote shells. A POST sent there could be read as commands.
 */
const NON_WEB_PORTS = new Set([
  0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109, 110, 111, 113,
  115, 117, 119, 123, 135, 137, 138, 139, 143, 161, 162, 179, 389, 427, 445, 465, 512, 513, 514, 515, 526, 530, 531, 532, 540, 548,
  554, 556, 563, 587, 601, 636, 873, 989, 990, 993, 995, 1433, 1521, 1719, 1720, 1723, 2049, 2375, 2376, 2379, 2380, 3306, 3389,
  3659, 4045, 4190, 5060, 5061, 5432, 5672, 5900, 5984, 5985, 5986, 6000, 6379, 6380, 6443, 6566, 6665, 6666, 6667, 6668, 6669,
  6679, 6697, 9042, 9092, 9200, 9300, 10080, 10250, 11211, 27017,
]);

/**
 * Whether a text may be the target URL of a webhook, judged by the text alone: whether its host resolves to an address
 * that may be called is asked of the egress guard, at saving and again at every attempt.
 */
export function checkTargetUrl(raw: string, { allowHttp }: { allowHttp: boolean }): TargetUrlVerdict {
  const textProblem = checkText(raw);
  if (textProblem) return textProblem;
  if (!URL.canParse(raw)) return refuse('INVALID', 'The target URL is not a valid absolute URL.');
  const url = new URL(raw);
  return checkScheme(url, allowHttp) ?? checkParts(raw, url) ?? checkHost(url) ?? { ok: true, url };
}

/**
 * The text to keep of a checked target URL: the parsed form, so that what is shown is what is called. Only the slash that parsing
 * adds to a bare host is left out, as nobody would expect it.
 */
export function targetUrlText(raw: string): string {
  const { href } = new URL(raw);
  return href === `${raw}/` ? raw : href;
}

function refuse(code: UserErrorCode, message: string): TargetUrlVerdict {
  return { ok: false, problem: problem(code, message) };
}

const tooLong = (): TargetUrlVerdict => refuse('TOO_LONG', `The target URL may have at most ${MAX_URL_LENGTH} characters.`);

function checkText(raw: string): TargetUrlVerdict | null {
  if (raw.trim() === '') return refuse('REQUIRED', 'Enter a target URL.');
  if (raw.length > MAX_URL_LENGTH) return tooLong();
  if (FORBIDDEN_CHARACTERS.test(raw)) return refuse('INVALID', 'The target URL may not contain spaces, control or invisible characters, or backslashes.');
  return null;
}

function checkScheme(url: URL, allowHttp: boolean): TargetUrlVerdict | null {
  if (url.protocol === 'https:' || (url.protocol === 'http:' && allowHttp)) return null;
  return refuse('URL_NOT_HTTPS', 'The target URL must start with https://.');
}

function checkParts(raw: string, url: URL): TargetUrlVerdict | null {
  // Parsing makes characters outside ASCII up to nine times as long.
  if (url.href.length > MAX_URL_LENGTH) return tooLong();
  if (!AUTHORITY.test(raw)) return refuse('INVALID', 'The target URL must name a host right after "//".');
  if (USERINFO.test(raw)) {
    return refuse('INVALID', 'The target URL may not contain a user name or password; use a custom header instead.');
  }
  if (raw.includes('#')) return refuse('INVALID', 'The target URL may not contain a fragment ("#...").');
  if (url.port !== '' && NON_WEB_PORTS.has(Number(url.port))) return refuse('URL_BLOCKED', `Port ${url.port} is not a web port.`);
  return null;
}

function checkHost(url: URL): TargetUrlVerdict | null {
  const host = url.hostname.replace(/\.$/, '');
  if (host.startsWith('[') || IPV4.test(host)) return null;
  const labels = host.split('.');
  if (host.length > MAX_HOST_LENGTH || labels.some((label) => label === '' || label.length > MAX_LABEL_LENGTH)) {
    return refuse('INVALID', `The host of the target URL may have at most ${MAX_HOST_LENGTH} characters, and 1 to ${MAX_LABEL_LENGTH} between two dots.`);
  }
  if (LOCAL_NAME.test(host)) return refuse('URL_BLOCKED', 'The host of the target URL is a local name.');
  if (labels.length === 1) return refuse('URL_BLOCKED', 'The host of the target URL must be a full domain name.');
  return null;
}
