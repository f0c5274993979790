import { expect, it } from 'vitest';
import { addressesIn, resolveHost } from '../../server/egress/resolve-host.ts';

const hostsFile = `
127.0.0.1 localhost   # comment with receiver.example
10.0.0.5\treceiver.example receiver
::1 localhost ip6-localhost
not-an-address receiver.example
`;

it('finds all addresses of a name in a hosts file', () => {
  expect(addressesIn(hostsFile, 'localhost')).toEqual(['127.0.0.1', '::1']);
  expect(addressesIn(hostsFile, 'Receiver.Example.')).toEqual(['10.0.0.5']);
  expect(addressesIn(hostsFile, 'example')).toEqual([]);
});

it('reads the hosts file of this machine', async () => {
  expect(await resolveHost('localhost')).toContain('127.0.0.1');
});
