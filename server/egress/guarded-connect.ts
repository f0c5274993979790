import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { SECOND_MS } from '../domain/time.ts';
import { isPublicAddress, normalizeAddress, type AddressPolicy } from './address-policy.ts';
import { BLOCKED, ConnectFailure, dnsFailure, tcpFailure, tlsFailure } from './connect-failure.ts';
import type { ResolveHost } from './resolve-host.ts';

const DNS_LIMIT_MS = 5 * SECOND_MS;
/** TCP and TLS together. */
const HANDSHAKE_LIMIT_MS = 10 * SECOND_MS;

/** How far a connection has come, with the time each phase took in ms; filled in while it is made. */
export interface ConnectProgress {
  phase: 'dns' | 'tcp' | 'tls' | 'ready';
  dnsMs: number | null;
  connectMs: number | null;
  tlsMs: number | null;
  /** Where the connection leads, if tenants may see it: private addresses, which only an operator opens, stay hidden. */
  shownAddress: string | null;
}

export interface ConnectTarget {
  readonly protocol: string;
  /** Without brackets. */
  readonly hostname: string;
  readonly port: number;
  /** By the monotonic clock, ms: nobody waits for the connection any longer. */
  readonly deadline: number;
}

export interface ConnectGuard {
  readonly policy: AddressPolicy;
  readonly resolve: ResolveHost;
  /** Certificates of the authorities to trust, PEM; Node's own list when omitted. */
  readonly ca?: string | Buffer | undefined;
}

export function newProgress(): ConnectProgress {
  return { phase: 'dns', dnsMs: null, connectMs: null, tlsMs: null, shownAddress: null };
}

/**
 * Connects to a host, only ever to addresses that the policy allows. The addresses are vetted and then used as they are:
 * a second resolution could give others (DNS rebinding).
 * @throws ConnectFailure
 */
export async function guardedConnect(target: ConnectTarget, guard: ConnectGuard, progress: ConnectProgress): Promise<Socket> {
  const addresses = await timed(progress, 'dnsMs', () => vettedAddresses(target, guard));
  progress.phase = 'tcp';
  const deadline = Math.min(target.deadline, performance.now() + HANDSHAKE_LIMIT_MS);
  const socket = await timed(progress, 'connectMs', () => openTcp(addresses, target, deadline));
  const peer = checkPeer(socket, addresses);
  progress.shownAddress = isPublicAddress(peer) ? peer : null;
  if (target.protocol !== 'https:') return done(socket, progress);
  progress.phase = 'tls';
  return done(await timed(progress, 'tlsMs', () => openTls(socket, { hostname: target.hostname, ca: guard.ca, deadline })), progress);
}

function done(socket: Socket, progress: ConnectProgress): Socket {
  progress.phase = 'ready';
  return socket;
}

async function timed<T>(progress: ConnectProgress, field: 'dnsMs' | 'connectMs' | 'tlsMs', work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  try {
    return await work();
  } finally {
    progress[field] = performance.now() - start;
  }
}

/** All addresses of the host, if every single one may be called; an IP literal is its own answer. */
async function vettedAddresses({ hostname, deadline }: ConnectTarget, { policy, resolve }: ConnectGuard): Promise<string[]> {
  const addresses = isIP(hostname) ? [hostname] : await resolveInTime(hostname, resolve, deadline);
  if (addresses.length === 0) throw dnsFailure({ code: 'ENODATA' });
  if (!addresses.every((address) => policy.check(address).isAllowed)) throw new ConnectFailure(BLOCKED);
  return addresses;
}

async function resolveInTime(hostname: string, resolve: ResolveHost, deadline: number): Promise<string[]> {
  let timer: NodeJS.Timeout | undefined;
  const limitMs = Math.min(DNS_LIMIT_MS, Math.max(1, deadline - performance.now()));
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(Object.assign(new Error('name resolution timed out'), { code: 'ETIMEOUT' })), limitMs);
  });
  try {
    return await Promise.race([resolve(hostname), limit]);
  } catch (error) {
    throw dnsFailure(error);
  } finally {
    clearTimeout(timer);
  }
}

function openTcp(addresses: string[], { hostname, port }: ConnectTarget, deadline: number): Promise<Socket> {
  const candidates = addresses.map((address) => ({ address, family: isIP(address) }));
  const socket = connectTcp({
    host: hostname,
    port,
    noDelay: true,
    keepAlive: true,
    // With several addresses Node asks for all of them and tries one after the other (RFC 8305).
    autoSelectFamily: candidates.length > 1,
    lookup: (_host, { all }, callback) => {
      if (all) callback(null, candidates);
      else callback(null, candidates[0]!.address, candidates[0]!.family);
    },
  });
  return whenReady(socket, { event: 'connect', deadline, failure: tcpFailure });
}

/** The address really connected to. Anything not vetted means that a layer below was tampered with. */
function checkPeer(socket: Socket, vetted: string[]): string {
  const peer = socket.remoteAddress;
  if (peer !== undefined && vetted.some((address) => normalizeAddress(address) === normalizeAddress(peer))) return peer;
  socket.destroy();
  if (peer === undefined) throw tcpFailure({ code: 'ECONNRESET' });
  throw new ConnectFailure(BLOCKED);
}

interface TlsOptions {
  readonly hostname: string;
  readonly ca: ConnectGuard['ca'];
  readonly deadline: number;
}

function openTls(socket: Socket, { hostname, ca, deadline }: TlsOptions): Promise<TLSSocket> {
  const secured = connectTls({
    socket,
    host: hostname,
    ca,
    // SNI carries names only (RFC 6066, 3); an IP address is matched against the certificate by `host`.
    servername: isIP(hostname) ? '' : hostname,
    ALPNProtocols: ['http/1.1'],
    // Said aloud, so that NODE_TLS_REJECT_UNAUTHORIZED in the environment cannot switch verification off.
    rejectUnauthorized: true,
  });
  socket.on('error', (error) => secured.destroy(error));
  return whenReady(secured, { event: 'secureConnect', deadline, failure: tlsFailure });
}

interface ReadyOptions {
  readonly event: 'connect' | 'secureConnect';
  /** By the monotonic clock, ms. */
  readonly deadline: number;
  readonly failure: (error: unknown) => ConnectFailure;
}

/** Settles when a socket has got as far as `event`, failed, or run out of time. */
function whenReady<S extends Socket>(socket: S, { event, deadline, failure }: ReadyOptions): Promise<S> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => socket.destroy(timeoutFailure()), Math.max(1, deadline - performance.now()));
    const closed = () => fail(Object.assign(new Error('closed'), { code: 'ECONNRESET' }));
    const release = () => {
      clearTimeout(timer);
      socket.off('close', closed);
      socket.off(event, succeed);
    };
    const succeed = () => {
      release();
      resolve(socket);
    };
    // Stays attached: a socket may report more errors, or one before its new owner listens, and an unheard one ends the process.
    const fail = (error: unknown) => {
      release();
      reject(error instanceof ConnectFailure ? error : failure(error));
      socket.destroy();
    };
    socket.on(event, succeed).on('error', fail).on('close', closed);
  });
}

function timeoutFailure(): ConnectFailure {
  return new ConnectFailure({ code: 'CONNECT_TIMEOUT', message: 'No connection to the receiver could be made in time.', detail: null });
}
