import { isIP } from 'node:net';
import type { EnvironmentKey } from '../domain/environments.ts';
import { problem, type UserProblem } from '../domain/errors.ts';
import { closestCode, isEventTypePattern, matchesPattern } from '../domain/event-type.ts';
import { checkSecret } from '../domain/signing/secrets.ts';
import { checkTargetUrl } from '../domain/target-url.ts';
import { AddressPolicy } from '../egress/address-policy.ts';
import type { EventCatalogue } from '../storage/event-catalogue.ts';
import type { Caller } from './caller.ts';
import type { CommandSettings } from './deps.ts';

const MAX_EVENT_PATTERNS = 200;
const MAX_ECHO_LENGTH = 80;

/** A target that the egress policy refuses. */
export interface UrlBlockedProblem extends UserProblem {
  resolvedAddresses: string[];
  rule: string;
}

/**
 * What is wrong with a target URL. A host name is not resolved here: it may point elsewhere a minute later, so the egress guard
 * judges its addresses at every attempt. An address in the URL itself can be judged now.
 */
export function checkUrl(raw: string, { allowHttpTargets, allowCidrs }: CommandSettings): UserProblem[] {
  const path = ['input', 'url'];
  const verdict = checkTargetUrl(raw, { allowHttp: allowHttpTargets });
  if (!verdict.ok) return [{ ...verdict.problem, path }];
  const host = verdict.url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) === 0) return [];
  const address = new AddressPolicy(allowCidrs).check(host);
  return address.isAllowed ? [] : [blocked(host, address.rule, path)];
}

function blocked(address: string, rule: string, path: string[]): UrlBlockedProblem {
  const message = `The target URL leads to ${address}, which is not a public address. Ask the operator of this server to allow the network.`;
  return { ...problem('URL_BLOCKED', message, path), resolvedAddresses: [address], rule };
}

/**
 * What is wrong with the event selection of a webhook.
 * @param present patterns that it has already, which it may keep when they are deprecated
 */
export function checkEvents(patterns: readonly string[], caller: Caller, catalogue: EventCatalogue, present: readonly string[] = []): UserProblem[] {
  const path = ['input', 'events'];
  if (patterns.length === 0) return [problem('REQUIRED', 'Choose at least one event.', path)];
  if (patterns.length > MAX_EVENT_PATTERNS) return [problem('TOO_MANY', `A webhook may have at most ${MAX_EVENT_PATTERNS} events or patterns.`, path)];
  const codes = catalogue.codes(caller.accountId);
  const firstUnknown = patterns.findIndex((pattern) => !codes.some((code) => matchesPattern(pattern, code)));
  return patterns.flatMap((pattern, index) => {
    const deprecation = present.includes(pattern) ? null : catalogue.byCode(caller.accountId, pattern)?.deprecation;
    if (deprecation) return [problem('INVALID', `${pattern} is deprecated: ${deprecation.reason}`, [...path, String(index)])];
    if (codes.some((code) => matchesPattern(pattern, code))) return [];
    return [problem('UNKNOWN_EVENT_TYPE', unknownEvent(pattern, codes, index === firstUnknown), [...path, String(index)])];
  });
}

/** Looking for a code that is near takes time, so it is done for the first one of a request. */
function unknownEvent(pattern: string, codes: readonly string[], suggests: boolean): string {
  const groups = [...new Set(codes.map((code) => `${code.split('.')[0]}.*`))];
  const suggestion = suggests && closestCode(pattern, pattern.endsWith('*') ? groups : codes);
  const what = isEventTypePattern(pattern) && pattern.endsWith('*') ? 'No event type matches' : 'There is no event type';
  return `${what} "${pattern.slice(0, MAX_ECHO_LENGTH)}".${suggestion ? ` Did you mean "${suggestion}"?` : ''}`;
}

/** What is wrong with a secret that the caller brings. */
export function checkOwnSecret(secret: string | null | undefined): UserProblem[] {
  const fault = secret == null ? null : checkSecret(secret);
  return fault === null ? [] : [problem('INVALID', fault, ['input', 'signingSecret'])];
}

export function checkEnvironment(environment: EnvironmentKey, caller: Caller): UserProblem[] {
  if (caller.environments.includes(environment)) return [];
  return [problem('INVALID', `This API key may not use the environment ${environment}.`, ['input', 'environment'])];
}

/** The problem of an id that names nothing, or nothing that the caller may see. */
export const noSuchWebhook = (path: string[] = ['input', 'id']): UserProblem => problem('NOT_FOUND', 'There is no such webhook.', path);
