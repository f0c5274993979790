import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Network = [Address, number];

/** Whether a request may go to an IP address. */
export type AddressVerdict = { readonly isAllowed: true } | { readonly isAllowed: false; readonly rule: AddressRule };

/** Rule that refuses an address. */
export type AddressRule = 'not-an-address' | 'cloud-metadata' | 'special-purpose' | 'not-global-unicast';

const ALLOWED: AddressVerdict = { isAllowed: true };

/** IANA IPv4 special-purpose registry, multicast, and the platform address of Azure that looks public. */
const SPECIAL_IPV4 = [
  '0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24', '192.0.2.0/24',
  '192.31.196.0/24', '192.52.193.0/24', '192.88.99.0/24', '192.168.0.0/16', '192.175.48.0/24', '198.18.0.0/15', '198.51.100.0/24',
  '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4', '168.63.129.16/32',
].map(parseNetwork);

/** All global unicast space that is assigned (RFC 4291, 2.4); NAT64, mapped, unique local and link-local addresses lie outside. */
const GLOBAL_IPV6 = parseNetwork('2000::/3');

/** IANA IPv6 special-purpose registry inside 2000::/3: protocol assignments with Teredo and ORCHID, documentation, 6to4, AS112. */
const SPECIAL_IPV6 = ['2001::/23', '2001:db8::/32', '2002::/16', '2620:4f:8000::/48', '3fff::/20'].map(parseNetwork);

/** Services that hand out credentials of the machine: a wide ALLOW_CIDRS must not open them by accident. */
const METADATA = [
  '169.254.169.254', '169.254.170.2', '169.254.170.23', '169.254.0.23', '168.63.129.16', '100.100.100.200', '192.0.0.192',
  'fd00:ec2::254', 'fd00:ec2::23', 'fd20:ce::254',
].map((text) => ipaddr.parse(text).toNormalizedString());

/** Reads `10.0.0.0/8` or a single address; throws a RangeError that names the text. */
export function parseNetwork(text: string): Network {
  try {
    if (text.includes('/')) return ipaddr.parseCIDR(text);
    const address = ipaddr.parse(text);
    return [address, address.kind() === 'ipv4' ? 32 : 128];
  } catch {
    throw new RangeError(`"${text}" is not an IP network such as 10.0.0.0/8.`);
  }
}

/** Pure verdicts on IP addresses: global unicast is allowed, everything else is not, unless a network is opened by name. */
export class AddressPolicy {
  readonly #opened: Network[];

  /** @param allowCidrs networks that may be called although they are not public */
  constructor(allowCidrs: readonly string[] = []) {
    this.#opened = allowCidrs.map(parseNetwork);
  }

  /** Whether a request may go to an address, given as `203.0.113.7` or `2001:db8::1`, without brackets. */
  check(text: string): AddressVerdict {
    const address = parseAddress(text);
    if (address === null) return { isAllowed: false, rule: 'not-an-address' };
    if (METADATA.includes(address.toNormalizedString())) {
      return this.#isNamed(address) ? ALLOWED : { isAllowed: false, rule: 'cloud-metadata' };
    }
    return this.#opened.some((network) => contains(network, address)) ? ALLOWED : publicVerdict(address);
  }

  #isNamed(address: Address): boolean {
    return this.#opened.some(([network, bits]) => bits === (address.kind() === 'ipv4' ? 32 : 128) && contains([network, bits], address));
  }
}

/** Whether anybody on the internet can reach an address: only then may it be shown to tenants. */
export function isPublicAddress(text: string): boolean {
  const address = parseAddress(text);
  return address !== null && publicVerdict(address).isAllowed;
}

/** One spelling for each address, so that addresses can be compared as text. */
export function normalizeAddress(text: string): string {
  return parseAddress(text)?.toNormalizedString() ?? text;
}

function parseAddress(text: string): Address | null {
  // A zone (fe80::1%eth0) names an interface of this machine; a legacy form (127.1, 0x7f.1) never comes from a resolver.
  if (text.includes('%') || !(ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text))) return null;
  return ipaddr.parse(text);
}

function publicVerdict(address: Address): AddressVerdict {
  const isIpv4 = address.kind() === 'ipv4';
  if (!isIpv4 && !contains(GLOBAL_IPV6, address)) return { isAllowed: false, rule: 'not-global-unicast' };
  const special = isIpv4 ? SPECIAL_IPV4 : SPECIAL_IPV6;
  return special.some((network) => contains(network, address)) ? { isAllowed: false, rule: 'special-purpose' } : ALLOWED;
}

function contains([network, bits]: Network, address: Address): boolean {
  return network.kind() === address.kind() && address.match(network as never, bits);
}
