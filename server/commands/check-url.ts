import { problem, RefusedError, type UserErrorCode } from '../domain/errors.ts';
import { checkTargetUrl } from '../domain/target-url.ts';
import { MINUTE_MS, SECOND_MS } from '../domain/time.ts';
import { AddressPolicy } from '../egress/address-policy.ts';
import type { ConnectGuard } from '../egress/guarded-connect.ts';
import { PROBE_STEPS, probeUrl, type ProbeStep } from '../egress/probe-url.ts';
import { HostResolver, type ResolveHost } from '../egress/resolve-host.ts';
import type { Caller } from './caller.ts';

const TIMEOUT_MS = 10 * SECOND_MS;
/** Enough for forms that check while one types; too few to explore a network with. */
const MAX_PER_MINUTE = 30;
const MAX_AT_ONCE = 5;

/** Problems of a text that is no URL at all; any other one belongs to a URL that could be read. */
const UNREADABLE: ReadonlySet<UserErrorCode> = new Set<UserErrorCode>(['REQUIRED', 'TOO_LONG', 'INVALID']);

export interface UrlCheckStep extends Omit<ProbeStep, 'name'> {
  readonly name: 'parse' | ProbeStep['name'];
}

/** How far a request to a URL would come, step by step. */
export interface UrlCheck {
  /** No step has failed, and the last one was reached. */
  readonly isReachable: boolean;
  readonly steps: UrlCheckStep[];
  /** Ms since the epoch. */
  readonly certificateExpiresAt: number | null;
}

export interface UrlCheckerOptions {
  readonly settings: { readonly allowHttpTargets: boolean; readonly allowCidrs: readonly string[] };
  readonly userAgent: string;
  /** Ms since the epoch. */
  readonly clock: () => number;
  readonly resolve?: ResolveHost;
  /** Certificates of the authorities to trust, PEM; Node's own list when omitted. */
  readonly ca?: string | Buffer;
}

interface Use { count: number; running: number; endsAt: number }

/** Checks target URLs before they are saved. Keeps nothing but how often each account has asked, in the memory of this process. */
export class UrlChecker {
  readonly #options: UrlCheckerOptions;
  readonly #guard: ConnectGuard;
  readonly #uses = new Map<string, Use>();

  constructor(options: UrlCheckerOptions) {
    const { settings, resolve = new HostResolver().resolve, ca } = options;
    this.#options = options;
    this.#guard = { policy: new AddressPolicy(settings.allowCidrs), resolve, ca };
  }

  /** @throws RefusedError when the text is no URL, or the account asks too often */
  async check({ accountId }: Caller, text: string): Promise<UrlCheck> {
    const verdict = checkTargetUrl(text, { allowHttp: this.#options.settings.allowHttpTargets });
    if (!verdict.ok && UNREADABLE.has(verdict.problem.code)) throw new RefusedError([{ ...verdict.problem, path: ['input', 'url'] }]);
    if (!verdict.ok) return refusedByText(verdict.problem.message);
    const use = this.#take(accountId);
    try {
      const { userAgent } = this.#options;
      const { steps, certificateExpiresAt } = await probeUrl(verdict.url, { guard: this.#guard, userAgent, timeoutMs: TIMEOUT_MS });
      return { isReachable: steps.at(-1)?.passed === true, steps: [PARSED, ...steps], certificateExpiresAt };
    } finally {
      use.running--;
    }
  }

  #take(accountId: string): Use {
    const use = this.#useOf(accountId);
    if (use.count >= MAX_PER_MINUTE || use.running >= MAX_AT_ONCE) {
      throw new RefusedError([problem('LIMIT_REACHED', `Only ${MAX_PER_MINUTE} URLs can be checked in a minute, and ${MAX_AT_ONCE} at once. Try again in a minute.`)]);
    }
    use.count++;
    use.running++;
    return use;
  }

  #useOf(accountId: string): Use {
    const now = this.#options.clock();
    for (const [account, { running, endsAt }] of this.#uses) if (running === 0 && endsAt <= now) this.#uses.delete(account);
    const use = this.#uses.get(accountId) ?? { count: 0, running: 0, endsAt: now + MINUTE_MS };
    if (use.endsAt <= now) Object.assign(use, { count: 0, endsAt: now + MINUTE_MS });
    this.#uses.set(accountId, use);
    return use;
  }
}

const PARSED: UrlCheckStep = { name: 'parse', passed: true, detail: 'The URL is well formed.', durationMs: null };

function refusedByText(message: string): UrlCheck {
  const rest = PROBE_STEPS.map((name) => ({ name, passed: null, detail: 'Not reached.', durationMs: null }));
  return { isReachable: false, steps: [{ name: 'parse', passed: false, detail: message, durationMs: null }, ...rest], certificateExpiresAt: null };
}
