import { Resolver } from 'node:dns/promises';
import { SECOND_MS } from '../domain/time.ts';
import { addressesIn, readHostsFile } from './hosts-file.ts';

/** Gives all addresses of a host, or throws an error with a DNS `code`. */
export type ResolveHost = (host: string) => Promise<string[]>;

export interface HostResolverOptions {
  /** Name servers as `192.0.2.53:53`; those of the machine when omitted. */
  readonly servers?: readonly string[];
  readonly readHosts?: () => Promise<string>;
}

/** c-ares waits twice as long at its second try, and both stay under the limit that the connector sets for a resolution. */
const TRY_MS = 1.5 * SECOND_MS;
const TRIES = 2;
/** How long the addresses of one family wait for those of the other: many name servers never answer a question for AAAA. */
const OTHER_FAMILY_MS = 300;
/** How long a name that got no answer is not asked for again. */
const SILENCE_MS = 5 * SECOND_MS;
/** Beyond this many silent names, those that may be asked for again are forgotten. */
const SWEEP_SIZE = 1000;

const NO_SUCH_RECORD = new Set(['ENODATA', 'ENOTFOUND']);

interface Silence {
  readonly error: unknown;
  /** By the monotonic clock, ms. */
  readonly endsAt: number;
}

/**
 * Resolves names with a resolver of its own, c-ares, as docs/decisions/0012-names-are-resolved-by-c-ares.md explains: however many names
 * hang, no thread is occupied. Requests for the same name share one question. Addresses are never kept, so that each new connection
 * checks what the name says now; that a name got no answer is kept for a moment.
 */
export class HostResolver {
  readonly #servers: readonly string[] | undefined;
  readonly #readHosts: () => Promise<string>;
  readonly #asked = new Map<string, Promise<string[]>>();
  readonly #silent = new Map<string, Silence>();

  constructor({ servers, readHosts = readHostsFile }: HostResolverOptions = {}) {
    this.#servers = servers;
    this.#readHosts = readHosts;
  }

  /** All A and AAAA records of a host, or its addresses in the hosts file. */
  readonly resolve: ResolveHost = (host) => {
    const asked = this.#asked.get(host);
    if (asked) return asked;
    const answer = this.#lookUp(host).finally(() => this.#asked.delete(host));
    this.#asked.set(host, answer);
    return answer;
  };

  async #lookUp(host: string): Promise<string[]> {
    const listed = addressesIn(await this.#readHosts(), host);
    if (listed.length > 0) return listed;
    const silence = this.#silent.get(host);
    if (silence && silence.endsAt > performance.now()) throw silence.error;
    try {
      return await this.#ask(host);
    } catch (error) {
      if (!isNoSuchRecord(error)) this.#keepSilence(host, error);
      throw error;
    }
  }

  async #ask(host: string): Promise<string[]> {
    // One for each question: it reads the machine's settings anew, and cancelling it cancels nobody else's.
    const resolver = new Resolver({ timeout: TRY_MS, tries: TRIES });
    if (this.#servers) resolver.setServers(this.#servers);
    try {
      return await bothFamilies(resolver.resolve4(host), resolver.resolve6(host));
    } finally {
      resolver.cancel();
    }
  }

  #keepSilence(host: string, error: unknown): void {
    const now = performance.now();
    if (this.#silent.size >= SWEEP_SIZE) {
      for (const [name, { endsAt }] of this.#silent) if (endsAt <= now) this.#silent.delete(name);
    }
    this.#silent.set(host, { error, endsAt: now + SILENCE_MS });
  }
}

/** The addresses of both families; of one alone when the other has none, fails, or is late. */
async function bothFamilies(...families: Promise<string[]>[]): Promise<string[]> {
  const found: string[] = [];
  const collected = Promise.allSettled(families.map(async (family) => found.push(...await family)));
  await Promise.race([collected, firstOf(families).then(() => wait(OTHER_FAMILY_MS, collected))]);
  if (found.length > 0) return found;
  throw worstReason(await collected);
}

/** Settles when one of them has succeeded; never when all fail. */
function firstOf(families: Promise<string[]>[]): Promise<string[]> {
  return Promise.any(families).catch(() => new Promise<never>(() => undefined));
}

/** Ends with the time or with `work`, whichever is first. */
function wait(ms: number, work: Promise<unknown>): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    void work.then(() => clearTimeout(timer));
  });
}

/** "No such record" of one family says nothing when the other family could not be asked. */
function worstReason(answers: PromiseSettledResult<unknown>[]): unknown {
  const reasons = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason as unknown] : []));
  return reasons.find((reason) => !isNoSuchRecord(reason)) ?? reasons[0];
}

function isNoSuchRecord(error: unknown): boolean {
  return NO_SUCH_RECORD.has((error as NodeJS.ErrnoException | null)?.code ?? '');
}
