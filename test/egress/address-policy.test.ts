import { describe, expect, it } from 'vitest';
import { AddressPolicy, isPublicAddress, normalizeAddress, parseNetwork } from '../../server/egress/address-policy.ts';

const policy = new AddressPolicy();

describe('without exceptions', () => {
  it.each([
    '1.1.1.1', '8.8.8.8', '9.255.255.255', '11.0.0.0', '100.63.255.255', '100.128.0.0', '126.255.255.255', '128.0.0.1', '172.15.255.255',
    '172.32.0.0', '192.167.255.255', '192.169.0.0', '198.17.255.255', '198.20.0.0', '223.255.255.255',
    '2606:4700:4700::1111', '2a00:1450:4001::1', '2001:200::1', '2001:4860:4860::8888',
  ])('%s may be called', (address) => expect(policy.check(address)).toEqual({ isAllowed: true }));

  it.each([
    // This network, private, shared, loopback, link-local, IETF, documentation, AS112, AMT, 6to4 relays, benchmarks, multicast, reserved.
    '0.0.0.0', '0.1.2.3', '10.0.0.1', '10.255.255.255', '100.64.0.1', '100.127.255.255', '127.0.0.1', '127.255.255.254', '169.254.1.1',
    '172.16.0.1', '172.31.255.255', '192.0.0.1', '192.0.0.170', '192.0.2.1', '192.31.196.1', '192.52.193.1', '192.88.99.1', '192.168.0.1',
    '192.175.48.1', '198.18.0.1', '198.19.255.255', '198.51.100.1', '203.0.113.1', '224.0.0.1', '239.255.255.255', '240.0.0.1',
    '255.255.255.255',
    // Unspecified, loopback, mapped, compatible, NAT64, discard, local NAT64, Teredo, ORCHID, documentation, 6to4, AS112, SRv6, unique local, link-local, multicast.
    '::', '::1', '::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:8.8.8.8', '::127.0.0.1', '64:ff9b::7f00:1', '64:ff9b::808:808', '64:ff9b:1::1',
    '100::1', '2001::1', '2001:0:7f00:1::', '2001:20::1', '2001:db8::1', '2002:7f00:1::', '2002:808:808::1', '2620:4f:8000::1', '3fff::1',
    '5f00::1', 'fc00::1', 'fd12:3456::1', 'fe80::1', 'fec0::1', 'ff02::1', '4000::1', 'e000::1',
  ])('%s may not', (address) => expect(policy.check(address).isAllowed).toBe(false));

  it.each(['169.254.169.254', '169.254.170.2', '168.63.129.16', '100.100.100.200', 'fd00:ec2::254', 'fd00:0ec2:0::0254'])(
    '%s is refused as cloud metadata', (address) => expect(policy.check(address)).toEqual({ isAllowed: false, rule: 'cloud-metadata' }));

  it.each(['', 'localhost', '127.1', '0x7f.1', '2130706433', '0177.0.0.1', '[::1]', 'fe80::1%eth0', '1.1.1.1%lo', '1.1.1.1.', '1.1.1.256', ' 1.1.1.1'])(
    '%j is not an address', (text) => expect(policy.check(text)).toEqual({ isAllowed: false, rule: 'not-an-address' }));
});

describe('with opened networks', () => {
  const opened = new AddressPolicy(['127.0.0.1/32', '10.20.0.0/16', '169.254.0.0/16', 'fd00::/8', '192.168.1.1']);

  it.each(['127.0.0.1', '10.20.255.1', '169.254.1.1', 'fd00::5', '192.168.1.1', '8.8.8.8'])('%s may be called', (address) =>
    expect(opened.check(address).isAllowed).toBe(true));

  it.each(['127.0.0.2', '10.21.0.1', '::ffff:127.0.0.1', '192.168.1.2'])('%s may not', (address) =>
    expect(opened.check(address).isAllowed).toBe(false));

  it('cloud metadata stays shut inside of a wide network', () => {
    expect(opened.check('169.254.169.254')).toEqual({ isAllowed: false, rule: 'cloud-metadata' });
    expect(opened.check('fd00:ec2::254')).toEqual({ isAllowed: false, rule: 'cloud-metadata' });
    expect(new AddressPolicy(['0.0.0.0/0', '::/0']).check('168.63.129.16').isAllowed).toBe(false);
  });

  it('cloud metadata opens when it is named exactly', () => {
    expect(new AddressPolicy(['169.254.169.254/32']).check('169.254.169.254').isAllowed).toBe(true);
    expect(new AddressPolicy(['fd00:ec2::254']).check('fd00:ec2::254').isAllowed).toBe(true);
  });

  it.each(['', 'private', '10.0.0.0/33', '10.0.0.0/8/8', '::1/129', '10.0.0.0/'])('%j is refused as a network by name', (text) =>
    expect(() => parseNetwork(text)).toThrow(`"${text}" is not an IP network`));
});

it('only public addresses may be shown', () => {
  expect(isPublicAddress('8.8.8.8')).toBe(true);
  expect(isPublicAddress('10.0.0.1')).toBe(false);
});

it('addresses are compared in one spelling', () => {
  expect(normalizeAddress('2001:DB8:0:0::1')).toBe(normalizeAddress('2001:db8::1'));
});
