/** Addresses as networks, which some firewalls want: a single address is one of its own. */
export function asCidrs(addresses: readonly string[]): string[] {
  return addresses.map((address) => {
    if (address.includes('/')) return address;
    return `${address}/${address.includes(':') ? 128 : 32}`;
  });
}
