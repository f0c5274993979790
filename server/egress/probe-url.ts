import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { Client, type Dispatcher } from 'undici';
import { remedyFor } from '../domain/failure-code.ts';
import type { Reply } from '../domain/reply.ts';
import { isPublicAddress } from './address-policy.ts';
import { ConnectFailure, type FailureFacts } from './connect-failure.ts';
import { Connection } from './connection.ts';
import { Exchange } from './exchange.ts';
import type { ConnectGuard, ConnectProgress } from './guarded-connect.ts';

export const PROBE_STEPS = ['dns', 'policy', 'tcp', 'tls', 'http'] as const;

export interface ProbeStep {
  readonly name: (typeof PROBE_STEPS)[number];
  /** Null when it was not reached, or does not apply. */
  readonly passed: boolean | null;
  /** What was found, in sentences that may be shown to tenants; a failure with its remedy. */
  readonly detail: string;
  readonly durationMs: number | null;
}

/** How far a request to a URL would come. */
export interface UrlProbe {
  readonly steps: ProbeStep[];
  /** End of the certificate's validity, ms since the epoch; null without TLS. */
  readonly certificateExpiresAt: number | null;
}

export interface ProbeOptions {
  readonly guard: ConnectGuard;
  readonly userAgent: string;
  /** For all steps together. */
  readonly timeoutMs: number;
}

type Findings = Partial<Record<ProbeStep['name'], Omit<ProbeStep, 'name'>>>;

const MAX_SHOWN_ADDRESSES = 8;
const NOT_REACHED = { passed: null, detail: 'Not reached.', durationMs: null };
const PLAIN_HTTP = { passed: null, detail: 'Not used: the URL is plain http.', durationMs: null };

/** Takes the way of a delivery to a URL, guard included, and asks with HEAD whether HTTP is spoken there. No event is sent. */
export async function probeUrl(url: URL, { guard, userAgent, timeoutMs }: ProbeOptions): Promise<UrlProbe> {
  const connection = new Connection();
  const deadline = performance.now() + timeoutMs;
  let resolved: string[] | null = null;
  const resolve = async (host: string) => (resolved = await guard.resolve(host));
  try {
    const socket = await connection.open({ ...targetOf(url), deadline }, { ...guard, resolve });
    const certificateExpiresAt = socket instanceof TLSSocket ? certificateEnd(socket) : null;
    const passed = connected(connection.progress, { resolved, socket, certificateExpiresAt });
    const reply = await askHead(url, { connection, socket, userAgent, timeoutMs: Math.max(1, deadline - performance.now()) });
    return { steps: inOrder({ ...passed, http: httpStep(reply) }), certificateExpiresAt };
  } catch (error) {
    if (!(error instanceof ConnectFailure)) throw error;
    return { steps: inOrder(stopped(connection.progress, { resolved, facts: error.facts })), certificateExpiresAt: null };
  }
}

function targetOf({ protocol, hostname, port }: URL) {
  return { protocol, hostname: hostname.replace(/^\[|\]$/g, ''), port: Number(port) || (protocol === 'https:' ? 443 : 80) };
}

function inOrder(findings: Findings): ProbeStep[] {
  return PROBE_STEPS.map((name) => ({ name, ...(findings[name] ?? NOT_REACHED) }));
}

const passed = (detail: string, durationMs: number | null) => ({ passed: true, detail, durationMs: whole(durationMs) });

function failed({ message, code }: FailureFacts, durationMs: number | null) {
  return { passed: false, detail: `${message} ${remedyFor(code, null)}`, durationMs: whole(durationMs) };
}

function connected(
  progress: ConnectProgress,
  { resolved, socket, certificateExpiresAt }: { resolved: string[] | null; socket: Socket; certificateExpiresAt: number | null },
): Findings {
  const { connectMs, tlsMs, shownAddress } = progress;
  const until = certificateExpiresAt === null ? '' : ` and valid until ${new Date(certificateExpiresAt).toISOString().slice(0, 10)}`;
  return {
    ...allowed(progress, resolved),
    tcp: passed(shownAddress === null ? 'Connected.' : `Connected to ${shownAddress}.`, connectMs),
    tls: socket instanceof TLSSocket ? passed(`${socket.getProtocol()}; the certificate is trusted${until}.`, tlsMs) : PLAIN_HTTP,
  };
}

/** What came before the step that failed, and that one. */
function stopped(progress: ConnectProgress, { resolved, facts }: { resolved: string[] | null; facts: FailureFacts }): Findings {
  const { phase, dnsMs, connectMs, tlsMs, shownAddress } = progress;
  if (facts.code === 'URL_BLOCKED') return { dns: passed(resolved ? 'The name resolves.' : NO_NAME, dnsMs), policy: failed(facts, null) };
  if (phase === 'dns') return { dns: failed(facts, dnsMs) };
  const before = allowed(progress, resolved);
  if (phase === 'tcp') return { ...before, tcp: failed(facts, connectMs) };
  return { ...before, tcp: passed(shownAddress === null ? 'Connected.' : `Connected to ${shownAddress}.`, connectMs), tls: failed(facts, tlsMs) };
}

const NO_NAME = 'The URL has an address; there is no name to resolve.';

function allowed({ dnsMs }: ConnectProgress, resolved: string[] | null): Findings {
  return { dns: passed(resolved === null ? NO_NAME : resolvedText(resolved), dnsMs), policy: passed('All addresses may be called.', null) };
}

/** Private addresses, which only an operator opens, are not shown: the whole list is, or none of it. */
function resolvedText(addresses: readonly string[]): string {
  if (!addresses.every(isPublicAddress)) return 'The name resolves.';
  const more = addresses.length > MAX_SHOWN_ADDRESSES ? ` and ${addresses.length - MAX_SHOWN_ADDRESSES} more` : '';
  return `The name resolves to ${addresses.slice(0, MAX_SHOWN_ADDRESSES).join(', ')}${more}.`;
}

function certificateEnd(socket: TLSSocket): number | null {
  const end = Date.parse(socket.getPeerCertificate().valid_to);
  return Number.isNaN(end) ? null : end;
}

/** Any status will do: many receivers answer 404 or 405 to HEAD and 200 to a POST. */
function httpStep(reply: Reply): Omit<ProbeStep, 'name'> {
  const { totalMs } = reply.timing;
  return reply.kind === 'failure' ? failed(reply, totalMs) : passed(`The receiver speaks HTTP; it answers HEAD with ${reply.statusCode}.`, totalMs);
}

interface HeadOptions {
  readonly connection: Connection;
  readonly socket: Socket;
  readonly userAgent: string;
  readonly timeoutMs: number;
}

async function askHead(url: URL, { connection, socket, userAgent, timeoutMs }: HeadOptions): Promise<Reply> {
  // A moment later: undici forgets a request whose connection is there at once.
  const client = new Client(url.origin, { connect: (_target, callback) => queueMicrotask(() => callback(null, socket)), headersTimeout: 0, bodyTimeout: 0 });
  const options: Dispatcher.DispatchOptions = { path: url.pathname + url.search, method: 'HEAD', headers: ['user-agent', userAgent] };
  try {
    return await new Promise<Reply>((resolve) => {
      const exchange = new Exchange(timeoutMs, resolve);
      exchange.ranBy(connection);
      client.dispatch(options, exchange);
    });
  } finally {
    connection.cut();
    await client.destroy();
  }
}

const whole = (ms: number | null): number | null => (ms === null ? null : Math.round(ms));
