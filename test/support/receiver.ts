import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as it arrived. */
export interface ReceivedRequest {
  method: string;
  path: string;
  /** Names as sent, in order. */
  rawHeaders: [name: string, value: string][];
  /** Names in lower case. */
  headers: Record<string, string>;
  /** The very bytes. */
  body: Buffer;
  /** Monotonic ms. */
  arrivedAt: number;
}

/** What a receiver does with a request. */
export interface Answer {
  /** Default 200. */
  status?: number;
  headers?: Record<string, string>;
  body?: string | Buffer;
  /** Waits before answering. */
  delayMs?: number;
  /** Never answers (`headers`), or sends the head and no end of the body (`body`). */
  hang?: 'headers' | 'body';
  /** Cuts the connection instead of answering. */
  reset?: boolean;
}

export type Respond = Answer | ((request: ReceivedRequest) => Answer | Promise<Answer>);

/** A real HTTP receiver on loopback that keeps every request and answers as programmed. */
export class Receiver {
  readonly requests: ReceivedRequest[] = [];
  readonly #server: Server;
  #respond: Respond = {};
  #sequence: Respond[] = [];
  #waiting: (() => void)[] = [];
  #held = new Set<() => void>();

  private constructor() {
    this.#server = createServer((request, response) => void this.#receive(request, response));
    this.#server.keepAliveTimeout = 30_000;
  }

  static async start(): Promise<Receiver> {
    const receiver = new Receiver();
    receiver.#server.listen(0, '127.0.0.1');
    await once(receiver.#server, 'listening');
    return receiver;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** `http://127.0.0.1:<port><path>` */
  url(path = '/hook'): string {
    return `http://127.0.0.1:${this.port}${path}`;
  }

  /** The answer to every request from now on. */
  respond(answer: Respond): this {
    this.#respond = answer;
    return this;
  }

  /** One answer each for the next requests; afterwards `respond` holds again. */
  respondInTurn(...answers: Respond[]): this {
    this.#sequence.push(...answers);
    return this;
  }

  /** Resolves with the first `count` requests (to `path`) as soon as they have arrived. */
  async received(count = 1, { path, timeoutMs = 10_000 }: { path?: string; timeoutMs?: number } = {}): Promise<ReceivedRequest[]> {
    const matching = () => this.requests.filter((request) => path === undefined || request.path === path);
    const giveUp = AbortSignal.timeout(timeoutMs);
    while (matching().length < count) {
      await new Promise<void>((resolve, reject) => {
        this.#waiting.push(resolve);
        giveUp.addEventListener('abort', () => reject(new Error(`${matching().length} of ${count} requests arrived in ${timeoutMs} ms.`)), { once: true });
      });
    }
    return matching().slice(0, count);
  }

  /** Lets requests go that hang. */
  release(): void {
    for (const end of this.#held) end();
    this.#held.clear();
  }

  async close(): Promise<void> {
    this.release();
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readAll(request).catch(() => null);
    if (body === null) return;
    const received = describe(request, body);
    this.requests.push(received);
    for (const resolve of this.#waiting.splice(0)) resolve();
    const respond = this.#sequence.shift() ?? this.#respond;
    const answer = typeof respond === 'function' ? await respond(received) : respond;
    if (answer.delayMs) await new Promise((resolve) => setTimeout(resolve, answer.delayMs));
    this.#answer(response, answer);
  }

  #answer(response: ServerResponse, { status = 200, headers = {}, body = '', hang, reset }: Answer): void {
    if (reset) return void response.socket?.resetAndDestroy();
    if (hang === 'headers') return void this.#held.add(() => response.end());
    response.writeHead(status, headers);
    if (hang === 'body') {
      response.write(body.length > 0 ? body : ' ');
      return void this.#held.add(() => response.end());
    }
    response.end(body);
  }
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function describe(request: IncomingMessage, body: Buffer): ReceivedRequest {
  const rawHeaders: [string, string][] = [];
  for (let at = 0; at < request.rawHeaders.length; at += 2) rawHeaders.push([request.rawHeaders[at] ?? '', request.rawHeaders[at + 1] ?? '']);
  const headers = Object.fromEntries(rawHeaders.map(([name, value]) => [name.toLowerCase(), value]));
  return { method: request.method ?? '', path: request.url ?? '', rawHeaders, headers, body, arrivedAt: performance.now() };
}
