import ipaddr from 'ipaddr.js';

/** Groups of an IPv6 address that name the network of one customer (RFC 6177); the other four are the customer's to choose. */
const NETWORK_GROUPS = 4;

/** What failures of an address are counted under: itself, or for IPv6 its /64, whose addresses one client can change at will. */
export function networkOf(ip: string): string {
  if (!ipaddr.isValid(ip)) return ip;
  const address = ipaddr.process(ip);
  return address instanceof ipaddr.IPv6 ? address.parts.slice(0, NETWORK_GROUPS).map((part) => part.toString(16)).join(':') : address.toString();
}
