import dgram from 'node:dgram';
import { once } from 'node:events';

/** Records of a name. A family that is left out is never answered. */
export type Records = { readonly A?: readonly string[]; readonly AAAA?: readonly string[] } | 'NXDOMAIN' | 'SERVFAIL';
export type Zone = (name: string) => Records;

export interface NameServer {
  /** `127.0.0.1:<port>` */
  readonly address: string;
  readonly questions: { name: string; family: Family }[];
  close(): void;
}

type Family = 'A' | 'AAAA';
const FAMILIES: Readonly<Record<number, Family>> = { 1: 'A', 28: 'AAAA' };
const ERRORS = { SERVFAIL: 2, NXDOMAIN: 3 } as const;
const HEADER_LENGTH = 12;
/** A pointer to the name of the question (RFC 1035, 4.1.4). */
const SAME_NAME = 0xc00c;

/** A DNS server over UDP on loopback (RFC 1035), as little as a resolver needs to ask it. */
export async function nameServer(zone: Zone): Promise<NameServer> {
  const questions: NameServer['questions'] = [];
  const socket = dgram.createSocket('udp4', (message, { port }) => {
    const { name, type, end } = questionOf(message);
    const family = FAMILIES[type];
    if (!family) return;
    questions.push({ name, family });
    const records = zone(name);
    const error = typeof records === 'string' ? ERRORS[records] : 0;
    const addresses = typeof records === 'string' ? [] : records[family];
    if (addresses) socket.send(answerTo(message.subarray(0, end), { type, addresses, error }), port, '127.0.0.1');
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return { address: `127.0.0.1:${socket.address().port}`, questions, close: () => socket.close() };
}

function questionOf(message: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = [];
  let at = HEADER_LENGTH;
  while (message[at]! > 0) {
    labels.push(message.toString('latin1', at + 1, at + 1 + message[at]!));
    at += 1 + message[at]!;
  }
  return { name: labels.join('.').toLowerCase(), type: message.readUInt16BE(at + 1), end: at + 5 };
}

function answerTo(question: Buffer, { type, addresses, error }: { type: number; addresses: readonly string[]; error: number }): Buffer {
  const head = Buffer.from(question);
  head.writeUInt16BE(0x8180 | error, 2);
  head.writeUInt16BE(addresses.length, 6);
  head.writeUInt32BE(0, 8);
  return Buffer.concat([head, ...addresses.map((address) => record(type, bytesOf(address)))]);
}

function record(type: number, data: Buffer): Buffer {
  const head = Buffer.alloc(12);
  head.writeUInt16BE(SAME_NAME, 0);
  head.writeUInt16BE(type, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}

function bytesOf(address: string): Buffer {
  if (!address.includes(':')) return Buffer.from(address.split('.').map(Number));
  const [left = '', right = ''] = address.split('::');
  const groups = (text: string) => text.split(':').filter(Boolean);
  const zeros = Array.from({ length: 8 - groups(left).length - groups(right).length }, () => '0');
  return Buffer.from([...groups(left), ...zeros, ...groups(right)].map((group) => group.padStart(4, '0')).join(''), 'hex');
}
