import { problem, type UserProblem } from './errors.ts';
import type { SignatureScheme } from './signing/scheme.ts';
import { SECOND_MS } from './time.ts';

export { checkCustomHeaders, type CustomHeaderInput } from './custom-headers.ts';

export const MAX_NAME_LENGTH = 120;
export const MAX_DESCRIPTION_LENGTH = 2000;
export const MAX_CONCURRENCY = 100;
export const MAX_REQUESTS_PER_SECOND = 1000;
export const MIN_TIMEOUT_MS = SECOND_MS;
export const MAX_TIMEOUT_MS = 30 * SECOND_MS;

/** Values a webhook gets when its creator does not choose. */
export const DEFAULT_CONCURRENCY = 10;
export const DEFAULT_TIMEOUT_MS = 15 * SECOND_MS;

const HAS_CONTROLS = /[\p{Cc}\p{Zl}\p{Zp}]/u;
const HAS_CONTROLS_BUT_LINES_AND_TABS = /(?![\n\t])\p{Cc}/u;
/** Half a surrogate pair: no character, and no database stores it as it is. */
const HAS_LONE_SURROGATE = /\p{Cs}/u;
/** Anything but spaces and what shows nothing by definition; the Braille blank is a symbol by its class alone. */
const HAS_VISIBLE = /[^\p{Cc}\p{Cf}\p{Cs}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]/u;

export function checkName(name: string): UserProblem[] {
  const path = ['input', 'name'];
  if (HAS_CONTROLS.test(name.trim()) || HAS_LONE_SURROGATE.test(name)) {
    return [problem('INVALID', 'The name may not contain line breaks, control characters or broken characters.', path)];
  }
  if (!HAS_VISIBLE.test(name)) return [problem('REQUIRED', 'Enter a name.', path)];
  return name.length > MAX_NAME_LENGTH ? [problem('TOO_LONG', `The name may have at most ${MAX_NAME_LENGTH} characters.`, path)] : [];
}

export function checkDescription(description: string | null): UserProblem[] {
  const path = ['input', 'description'];
  if (description === null) return [];
  if (HAS_CONTROLS_BUT_LINES_AND_TABS.test(description) || HAS_LONE_SURROGATE.test(description)) {
    return [problem('INVALID', 'The description may not contain control characters, other than line feeds and tabs, or broken characters.', path)];
  }
  if (description.length <= MAX_DESCRIPTION_LENGTH) return [];
  return [problem('TOO_LONG', `The description may have at most ${MAX_DESCRIPTION_LENGTH} characters.`, path)];
}

export function checkMaxConcurrency(value: number): UserProblem[] {
  return checkWholeNumber(value, MAX_CONCURRENCY, 'The number of requests at once', ['input', 'maxConcurrency']);
}

export function checkMaxRequestsPerSecond(value: number): UserProblem[] {
  return checkWholeNumber(value, MAX_REQUESTS_PER_SECOND, 'The number of requests per second', ['input', 'maxRequestsPerSecond']);
}

export function checkTimeout(timeoutMs: number, path: readonly string[] = ['input', 'timeout']): UserProblem[] {
  if (timeoutMs >= MIN_TIMEOUT_MS && timeoutMs <= MAX_TIMEOUT_MS) return [];
  return [problem('INVALID', 'The timeout must be between 1 and 30 seconds.', path)];
}

export function checkSignatureSchemes(schemes: readonly SignatureScheme[]): UserProblem[] {
  if (schemes.length > 0) return [];
  return [problem('REQUIRED', 'Choose at least one signature scheme.', ['input', 'signatureSchemes'])];
}

function checkWholeNumber(value: number, max: number, what: string, path: string[]): UserProblem[] {
  if (Number.isInteger(value) && value >= 1 && value <= max) return [];
  return [problem('INVALID', `${what} must be between 1 and ${max}.`, path)];
}
