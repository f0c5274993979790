import type { IncomingMessage } from 'node:http';
import { isNestedDeeper } from '../domain/json-depth.ts';

/** The request is larger than allowed, or not what its headers say; `status` is what it is answered with. */
export class BodyError extends Error {
  readonly status: 400 | 413 | 415;

  constructor(status: 400 | 413 | 415, message: string) {
    super(message);
    this.name = 'BodyError';
    this.status = status;
  }
}

/** Deepest nesting of a body; payloads of events, which may be given as JSON, have less. */
const MAX_JSON_DEPTH = 200;

/** Reads a JSON body of at most `maxBytes`; throws a BodyError with a sentence for the caller. */
export async function readJson(req: IncomingMessage, maxBytes: number): Promise<unknown> {
  return (await readSizedJson(req, maxBytes)).value;
}

/** The same, with the size that the body has. */
export async function readSizedJson(req: IncomingMessage, maxBytes: number): Promise<{ value: unknown; bytes: number }> {
  checkContentType(req);
  const body = await readBody(req, maxBytes);
  const text = body.toString('utf8');
  if (isNestedDeeper(text, MAX_JSON_DEPTH)) throw new BodyError(400, `The body is nested deeper than ${MAX_JSON_DEPTH} levels.`);
  try {
    return { value: JSON.parse(text), bytes: body.length };
  } catch (error) {
    throw new BodyError(400, `The body is not valid JSON: ${(error as Error).message}.`);
  }
}

function checkContentType({ headers }: IncomingMessage): void {
  const [type = '', ...parameters] = (headers['content-type'] ?? '').split(';').map((part) => part.trim().toLowerCase());
  if (type !== 'application/json') throw new BodyError(415, `The content type must be application/json; it is ${type || 'missing'}.`);
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))?.slice('charset='.length).replace(/"/g, '');
  if (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8') throw new BodyError(415, 'The body must be encoded as UTF-8.');
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') throw new BodyError(415, `The content encoding ${encoding} is not supported.`);
}

async function readBody(req: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const tooLarge = () => new BodyError(413, `The body is larger than ${maxBytes.toLocaleString('en-GB')} bytes. Send it in parts; a payload that is too large by itself has to become smaller.`);
  if (Number(req.headers['content-length'] ?? 0) > maxBytes) throw tooLarge();
  const endedEarly = () => new BodyError(400, 'The request ended before its body was complete.');
  if (req.destroyed) throw endedEarly();
  const chunks: Buffer[] = [];
  let size = 0;
  // An async iterator costs as much as all the rest of reading a small body.
  return new Promise((resolve, reject) => {
    req.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= maxBytes) return void chunks.push(chunk);
      // Not destroyed: whoever sent too much is still to get the answer that says so.
      req.removeAllListeners('data').pause();
      reject(tooLarge());
    });
    req.once('end', () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, size)));
    // A request that was read closes too: to make an error with its stack for it would cost more than to read it.
    for (const end of ['error', 'close']) req.once(end, () => { if (!req.readableEnded) reject(endedEarly()); });
  });
}
