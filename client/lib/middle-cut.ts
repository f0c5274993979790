/** Parts of a text that may be shortened in the middle: the start gives way, the end stays. */
export interface CutParts {
  start: string;
  end: string;
}

/** Splits so that the last `tail` characters always stay visible; a short text has no fixed end. */
export function middleCut(text: string, tail = 12): CutParts {
  if (text.length <= tail * 2) return { start: text, end: '' };
  return { start: text.slice(0, -tail), end: text.slice(-tail) };
}

export interface UrlParts {
  isSecure: boolean;
  /** Host with port. */
  host: string;
  /** Path with query, `/` when there is none. */
  path: string;
}

/** The two lines of a target URL in a table. A text that is no URL is shown as it is. */
export function urlParts(url: string): UrlParts {
  if (!URL.canParse(url)) return { isSecure: false, host: url, path: '' };
  const { protocol, host, pathname, search } = new URL(url);
  return { isSecure: protocol === 'https:', host, path: pathname + search };
}
