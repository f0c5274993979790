import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';

const HOSTS_FILE = process.platform === 'win32' ? 'C:\\Windows\\System32\\drivers\\etc\\hosts' : '/etc/hosts';

/** The hosts file of this machine; empty when there is none. */
export async function readHostsFile(): Promise<string> {
  return readFile(HOSTS_FILE, 'utf8').catch(() => '');
}

/** Addresses that a hosts file gives for a name. */
export function addressesIn(hostsFile: string, host: string): string[] {
  const wanted = host.toLowerCase().replace(/\.$/, '');
  return hostsFile.split('\n').flatMap((line) => {
    const [address = '', ...names] = line.replace(/#.*/, '').trim().split(/\s+/);
    return isIP(address) && names.some((name) => name.toLowerCase() === wanted) ? [address] : [];
  });
}
