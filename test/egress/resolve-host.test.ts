import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { addressesIn } from '../../server/egress/hosts-file.ts';
import { HostResolver } from '../../server/egress/resolve-host.ts';
import { nameServer, type Zone } from './name-server.ts';

const hostsFile = `
127.0.0.1 localhost   # comment with receiver.example
10.0.0.5\treceiver.example receiver
::1 localhost ip6-localhost
not-an-address receiver.example
`;

async function resolverFor(zone: Zone) {
  const server = await nameServer(zone);
  onTestFinished(() => server.close());
  return { server, resolver: new HostResolver({ servers: [server.address], readHosts: async () => hostsFile }) };
}

it('finds all addresses of a name in a hosts file', () => {
  expect(addressesIn(hostsFile, 'localhost')).toEqual(['127.0.0.1', '::1']);
  expect(addressesIn(hostsFile, 'Receiver.Example.')).toEqual(['10.0.0.5']);
  expect(addressesIn(hostsFile, 'example')).toEqual([]);
});

it('reads the hosts file of this machine', async () => {
  expect(await new HostResolver().resolve('localhost')).toContain('127.0.0.1');
});

describe('a name', () => {
  it('has its addresses of both families', async () => {
    const { resolver } = await resolverFor(() => ({ A: ['192.0.2.1', '192.0.2.2'], AAAA: ['2001:db8::1'] }));
    expect((await resolver.resolve('hooks.example')).toSorted()).toEqual(['192.0.2.1', '192.0.2.2', '2001:db8::1']);
  });

  it('in the hosts file is not asked for', async () => {
    const { resolver, server } = await resolverFor(() => ({ A: ['192.0.2.1'] }));
    expect(await resolver.resolve('receiver.example')).toEqual(['10.0.0.5']);
    expect(server.questions).toEqual([]);
  });

  it('is asked for as it is, without the search domains of the machine', async () => {
    const { resolver, server } = await resolverFor(() => 'NXDOMAIN');
    await expect(resolver.resolve('hooks.example')).rejects.toMatchObject({ code: 'ENOTFOUND' });
    expect(new Set(server.questions.map(({ name }) => name))).toEqual(new Set(['hooks.example']));
  });

  it('is asked for once by all who want it at the same time, and anew by the next', async () => {
    const { resolver, server } = await resolverFor(() => ({ A: ['192.0.2.1'], AAAA: [] }));
    await Promise.all(Array.from({ length: 20 }, () => resolver.resolve('hooks.example')));
    expect(server.questions).toHaveLength(2);
    await resolver.resolve('hooks.example');
    expect(server.questions).toHaveLength(4);
  });

  it.each(['A', 'AAAA'] as const)('is not held up by name servers that never answer for %s', async (family) => {
    const given = family === 'A' ? { AAAA: ['2001:db8::1'] } : { A: ['192.0.2.1'] };
    const { resolver } = await resolverFor(() => given);
    expect(await resolver.resolve('hooks.example')).toEqual(Object.values(given).flat());
  });

  it('that exists without addresses, or not at all, fails with what the name server says, each time it is asked for', async () => {
    const { resolver, server } = await resolverFor((name) => (name === 'empty.example' ? { A: [], AAAA: [] } : 'NXDOMAIN'));
    await expect(resolver.resolve('empty.example')).rejects.toMatchObject({ code: 'ENODATA' });
    await expect(resolver.resolve('none.example')).rejects.toMatchObject({ code: 'ENOTFOUND' });
    const asked = server.questions.length;
    await expect(resolver.resolve('none.example')).rejects.toMatchObject({ code: 'ENOTFOUND' });
    expect(server.questions.length).toBeGreaterThan(asked);
  });

  it('that could not be asked for is not asked for again at once', async () => {
    const { resolver, server } = await resolverFor(() => 'SERVFAIL');
    await expect(resolver.resolve('hooks.example')).rejects.toMatchObject({ code: 'ESERVFAIL' });
    const asked = server.questions.length;
    await expect(resolver.resolve('hooks.example')).rejects.toMatchObject({ code: 'ESERVFAIL' });
    expect(server.questions).toHaveLength(asked);
  });
});

it('200 names that hang hold up neither other names, nor threads, nor each other', async () => {
  const { resolver, server } = await resolverFor((name) => (name === 'live.example' ? { A: ['192.0.2.1'], AAAA: [] } : {}));
  let ended = 0;
  const hang = (name: string) => resolver.resolve(name).catch((error: unknown) => {
    ended++;
    return error;
  });
  const hanging: Promise<unknown>[] = [];
  // In portions, so that the socket of our little name server need not hold all questions at once.
  for (let portion = 1; portion <= 8; portion++) {
    for (let at = 0; at < 25; at++) hanging.push(hang(`hanging-${portion}-${at}.example`));
    await vi.waitUntil(() => server.questions.length >= 50 * portion, { interval: 2 });
  }
  expect(await resolver.resolve('live.example')).toEqual(['192.0.2.1']);
  expect(ended).toBe(0);
  for (const error of await Promise.all(hanging)) expect(error).toMatchObject({ code: 'ETIMEOUT' });
}, 20_000);
