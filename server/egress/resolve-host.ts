import { Resolver } from 'node:dns/promises';
import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { SECOND_MS } from '../domain/time.ts';

/** Gives all addresses of a host, or throws an error with a DNS `code`. */
export type ResolveHost = (host: string) => Promise<string[]>;

const HOSTS_FILE = process.platform === 'win32' ? 'C:\\Windows\\System32\\drivers\\etc\\hosts' : '/etc/hosts';

/** Two tries of this length stay under the limit that the connector sets for a resolution. */
const TRY_MS = 2 * SECOND_MS;
const TRIES = 2;

const NO_SUCH_RECORD = new Set(['ENODATA', 'ENOTFOUND']);

/**
 * All A and AAAA records of a host, or its addresses in the hosts file. `dns.lookup` would do the same, but it
 * occupies one of four pool threads until the system resolver gives up: a few dead name servers would stop all deliveries.
 */
export const resolveHost: ResolveHost = async (host) => {
  const listed = addressesIn(await readHostsFile(), host);
  if (listed.length > 0) return listed;
  const resolver = new Resolver({ timeout: TRY_MS, tries: TRIES });
  const answers = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
  const addresses = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
  if (addresses.length > 0) return addresses;
  throw worstReason(answers);
};

/** Addresses that a hosts file gives for a name. */
export function addressesIn(hostsFile: string, host: string): string[] {
  const wanted = host.toLowerCase().replace(/\.$/, '');
  return hostsFile.split('\n').flatMap((line) => {
    const [address = '', ...names] = line.replace(/#.*/, '').trim().split(/\s+/);
    return isIP(address) && names.some((name) => name.toLowerCase() === wanted) ? [address] : [];
  });
}

async function readHostsFile(): Promise<string> {
  return readFile(HOSTS_FILE, 'utf8').catch(() => '');
}

/** "No such record" of one family says nothing when the other family could not be asked. */
function worstReason(answers: PromiseSettledResult<string[]>[]): unknown {
  const reasons = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason as NodeJS.ErrnoException] : []));
  return reasons.find(({ code }) => !NO_SUCH_RECORD.has(code ?? '')) ?? reasons[0];
}
