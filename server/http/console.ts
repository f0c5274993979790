import { existsSync, readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import sirv from 'sirv';
import { redirect, sendText, type Handler } from './exchange.ts';

const BASE = '/admin';
export const CONSOLE_START = '/admin/overview';

/** What a page of the console may load and whom it may call. Not every browser counts the WebSocket of its own host as 'self'. */
function contentSecurityPolicy(host: string): string {
  const sockets = HOST.test(host) ? ` ws://${host} wss://${host}` : '';
  return [
    "default-src 'self'", "style-src 'self' 'unsafe-inline'", "img-src 'self' data:", "font-src 'self' data:", `connect-src 'self'${sockets}`,
    "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'",
  ].join('; ');
}

const HOST = /^[\w.:[\]-]+$/;

/** What only a file can be called: everything else is a page, also one named after an event type, with a dot. */
const FILE_PATH = /^\/assets\/|^\/[^/]+\.\w+$/;

/** Serves the built console below `/admin/`; every path that is not a file gets index.html, whose router knows the rest. */
export function serveConsole(directory: string): Handler {
  if (!existsSync(join(directory, 'index.html'))) {
    return (exchange) => sendText(exchange, 'The console is not built. Run "npm run build" and start again.\n', { status: 503 });
  }
  // The build has a compressed copy beside each script and style sheet.
  const serve = sirv(directory, { etag: true, gzip: true, setHeaders });
  return (exchange) => {
    const { req, res, path } = exchange;
    if (path === `${BASE}/`) return redirect(exchange, CONSOLE_START);
    const notFound = () => sendText(exchange, 'There is no such file.\n', { status: 404 });
    req.url = req.url!.slice(BASE.length);
    serve(req, res, () => {
      if (FILE_PATH.test(path.slice(BASE.length))) return notFound();
      req.url = '/';
      serve(req, res, notFound);
    });
  };
}

/**
 * Which build of the console is served: the name of its first script, which has a hash of all others in it. An open page compares it with
 * its own. Null when the console is not built.
 */
export function consoleBuildId(directory: string): string | null {
  const index = join(directory, 'index.html');
  return existsSync(index) ? /<script type="module"[^>]*\/assets\/([\w-]+)\.js"/.exec(readFileSync(index, 'utf8'))?.[1] ?? null : null;
}

/** Files below assets/ have a hash of their content in the name and never change; all others are asked for each time. */
function setHeaders(res: ServerResponse, path: string): void {
  res.setHeader('cache-control', path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache');
  res.setHeader('content-security-policy', contentSecurityPolicy(res.req.headers.host ?? ''));
}
