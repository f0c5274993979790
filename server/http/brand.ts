import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import type { Brand } from '../domain/brand.ts';
import { sendJson, type Handler } from './exchange.ts';

export const BRAND_LOGO_PATH = '/admin/logo';

const LOGO_TYPES: Readonly<Record<string, string>> = { '.svg': 'image/svg+xml', '.png': 'image/png' };

/** What the console asks for before it shows itself; no rebuild is needed for another look. */
export function brandConfig({ name, logoFile, colour }: Brand): Handler {
  const body = { name, logoUrl: logoFile === null ? null : BRAND_LOGO_PATH, color: colour };
  return (exchange) => sendJson(exchange, body, { headers: { 'cache-control': 'no-cache' } });
}

/** The logo of the operator. It is read once; a script in it does not run, since the console shows it as a picture and its policy allows none. */
export function brandLogo(file: string): Handler {
  const bytes = readFileSync(file);
  const type = LOGO_TYPES[extname(file).toLowerCase()] ?? 'application/octet-stream';
  return ({ req, res }) => {
    res.writeHead(200, { 'content-type': type, 'content-length': bytes.length, 'cache-control': 'no-cache', 'x-content-type-options': 'nosniff', 'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'" });
    res.end(req.method === 'HEAD' ? undefined : bytes);
  };
}
