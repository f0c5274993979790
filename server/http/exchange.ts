import type { IncomingMessage, ServerResponse } from 'node:http';

/** One HTTP request with what every handler asks of it. */
export interface Exchange {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly path: string;
  /** With its question mark; empty without a query. */
  readonly search: string;
  /** In the response header `x-request-id` and in the log. */
  readonly requestId: string;
  /** Address of the peer; behind a proxy that is the proxy. */
  readonly ip: string;
}

export type Handler = (exchange: Exchange) => Promise<void> | void;

interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Ends a response with a text; HEAD gets the headers alone. */
export function sendText({ req, res }: Exchange, body: string, { status = 200, headers = {} }: Answer = {}): void {
  res.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'content-length': Buffer.byteLength(body), ...headers });
  res.end(req.method === 'HEAD' ? undefined : body);
}

export function sendJson(exchange: Exchange, body: unknown, { status = 200, headers = {} }: Answer = {}): void {
  sendText(exchange, JSON.stringify(body), { status, headers: { 'content-type': 'application/json; charset=utf-8', ...headers } });
}

export function redirect(exchange: Exchange, location: string): void {
  sendText(exchange, `See ${location}\n`, { status: 302, headers: { location } });
}
