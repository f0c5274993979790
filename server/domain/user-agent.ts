/** Browsers by a mark in their user agents. The first that fits counts, for most call themselves by the names of others too. */
const BROWSERS: readonly (readonly [mark: RegExp, name: string])[] = [
  [/\bEdg(?:e|A|iOS)?\//, 'Edge'], [/\bOPR\/|\bOpera\b/, 'Opera'], [/\bSamsungBrowser\//, 'Samsung Internet'], [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Chrome|Chromium|CriOS)\//, 'Chrome'], [/\bVersion\/[\d.]+.*\bSafari\//, 'Safari'],
];
const SYSTEMS: readonly (readonly [mark: RegExp, name: string])[] = [
  [/\biPhone\b/, 'iPhone'], [/\biPad\b/, 'iPad'], [/\bAndroid\b/, 'Android'], [/\bCrOS\b/, 'ChromeOS'], [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b|\bMacintosh\b/, 'macOS'], [/\bLinux\b/, 'Linux'],
];
const MAX_PROGRAM_LENGTH = 40;

/** A user agent in words, as in "Firefox on Linux", or the name of a program such as `curl`; null when it tells nothing. */
export function userAgentWords(userAgent: string | null): string | null {
  if (!userAgent) return null;
  const [browser, system] = [BROWSERS, SYSTEMS].map((kinds) => kinds.find(([mark]) => mark.test(userAgent))?.[1]);
  if (browser !== undefined) return system === undefined ? browser : `${browser} on ${system}`;
  return /^[\w.-]+/.exec(userAgent)?.[0].slice(0, MAX_PROGRAM_LENGTH) ?? null;
}
