import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { openPass, viewerOfPass, type DownloadPass } from '../auth/download-pass.ts';
import type { Doors } from '../auth/doors.ts';
import type { Viewer } from '../auth/viewer.ts';
import { openExport, type ExportFile } from '../commands/export-attempts.ts';
import type { CommandDeps } from '../commands/deps.ts';
import { EXPORTS_PATH } from '../domain/attempt-export.ts';
import { SECOND_MS } from '../domain/time.ts';
import { isAllowed, WRITE_DELIVERIES } from '../graphql/access-rules.ts';
import { originOf } from '../graphql/context.ts';
import { sendText, type Exchange, type Handler } from './exchange.ts';

/** Downloads that may run at a time for one account in this process. */
const MAX_DOWNLOADS = 3;
/** How often it is asked whether the one who downloads still may. */
const RECHECK_EVERY_MS = 5 * SECOND_MS;
/** A peer that takes nothing for so long is gone. */
const STALL_MS = 60 * SECOND_MS;

const HEADERS = { 'cache-control': 'no-store', 'content-security-policy': "default-src 'none'; sandbox" };
const ENDED = 'This link has ended, or was never one. Ask for the operation\'s downloadUrl again.\n';

export interface DownloadOptions { readonly deps: CommandDeps; readonly doors: Doors }

/** Who downloads, in this process, by account. */
type Running = Map<string, number>;

/** Serves the files of exports to whoever shows a pass for them. They are made while they are read, as fast as the peer takes them. */
export function downloads(options: DownloadOptions): Handler {
  const running: Running = new Map();
  return async (exchange) => {
    const operationId = exchange.path.slice(EXPORTS_PATH.length);
    const pass = openPass(options.deps, new URLSearchParams(exchange.search).get('token') ?? '', operationId);
    const viewer = pass && await admitted(options, pass);
    if (!pass || !viewer) return sendText(exchange, ENDED, { status: 403, headers: HEADERS });
    if ((running.get(viewer.accountId) ?? 0) >= MAX_DOWNLOADS) {
      const message = `${MAX_DOWNLOADS} downloads of this account are under way already. Wait until one has ended.\n`;
      return sendText(exchange, message, { status: 429, headers: { ...HEADERS, 'retry-after': '30' } });
    }
    if (exchange.req.method === 'HEAD') return sendText(exchange, '', { headers: HEADERS });
    await counted(running, viewer.accountId, () => serve(options, exchange, { pass, viewer }));
  };
}

/** The viewer of a pass; null when they may not look at exports any more. */
async function admitted({ doors }: DownloadOptions, pass: DownloadPass): Promise<Viewer | null> {
  const viewer = await viewerOfPass(doors, pass);
  return isAllowed({ viewer }, WRITE_DELIVERIES) ? viewer : null;
}

async function counted(running: Running, accountId: string, work: () => Promise<void>): Promise<void> {
  running.set(accountId, (running.get(accountId) ?? 0) + 1);
  try {
    await work();
  } finally {
    const left = (running.get(accountId) ?? 1) - 1;
    if (left === 0) running.delete(accountId);
    else running.set(accountId, left);
  }
}

async function serve(options: DownloadOptions, exchange: Exchange, { pass, viewer }: { pass: DownloadPass; viewer: Viewer }): Promise<void> {
  const { req, res, requestId, ip, path } = exchange;
  const origin = originOf({ ip, requestId, userAgent: req.headers['user-agent'] ?? null });
  const file = await openExport(options.deps, { ...viewer, origin }, path.slice(EXPORTS_PATH.length));
  if (!file) return sendText(exchange, 'There is no such export, or it is not ready.\n', { status: 404, headers: HEADERS });
  res.writeHead(200, { ...HEADERS, 'content-type': file.contentType, 'content-disposition': `attachment; filename="${file.name}"` });
  res.setTimeout(STALL_MS, () => res.destroy());
  try {
    await pipeline(Readable.from(whileAdmitted(options, pass, file)), res);
  } catch (error) {
    // Somebody who went away, or must go, sees that the file is not whole; that is no fault of ours.
    if (!(error instanceof EndedPassError) && !isHangUp(error)) throw error;
  }
}

class EndedPassError extends Error {}

const isHangUp = (error: unknown) => (error as { code?: unknown } | null)?.code === 'ERR_STREAM_PREMATURE_CLOSE';

/** The parts of a file, until the one who reads it may not any more. */
async function* whileAdmitted(options: DownloadOptions, pass: DownloadPass, file: ExportFile): AsyncGenerator<string> {
  let checkedAt = options.deps.clock();
  for await (const part of file.parts()) {
    if (options.deps.clock() - checkedAt >= RECHECK_EVERY_MS) {
      if (!await admitted(options, pass)) throw new EndedPassError('The rights of the one who downloads have ended.');
      checkedAt = options.deps.clock();
    }
    if (part !== '') yield part;
  }
}
