import { once } from 'node:events';
import net from 'node:net';
import { Worker } from 'node:worker_threads';
import { onTestFinished, vi } from 'vitest';
import { listen } from './receivers.ts';

/** What a receiver does with each connection, from the moment it is accepted. */
export type Behaviour = (socket: net.Socket) => void;

/** A raw server on loopback that behaves badly and counts what is done to it. */
export class HostileReceiver {
  readonly url: string;
  readonly #sockets: net.Socket[];

  private constructor(url: string, sockets: net.Socket[]) {
    this.url = url;
    this.#sockets = sockets;
  }

  static async start(behave: Behaviour): Promise<HostileReceiver> {
    const sockets: net.Socket[] = [];
    const url = await listen(net.createServer((socket) => {
      sockets.push(socket.on('error', () => undefined));
      behave(socket);
    }));
    return new HostileReceiver(url, sockets);
  }

  /** Connections ever accepted. */
  get connections(): number {
    return this.#sockets.length;
  }

  /** Bytes sent over all connections, those included that the kernel still holds. */
  get bytesSent(): number {
    return this.#sockets.reduce((sum, { bytesWritten }) => sum + bytesWritten, 0);
  }

  /** The other side has closed all connections. A socket that is not read learns of it only by writing. */
  async closed(): Promise<void> {
    await vi.waitFor(() => {
      const open = this.#sockets.filter((socket) => !socket.destroyed);
      for (const socket of open) socket.resume();
      if (open.length > 0) throw new Error(`${open.length} connections are still open`);
    }, { timeout: 4000, interval: 10 });
  }
}

/** Does something when the first bytes of a request arrive; what follows is read and thrown away. */
export const onRequest = (act: Behaviour): Behaviour => (socket) => socket.once('data', () => act(socket));

/** Answers each request with exactly these bytes and leaves the connection open. */
export const answers = (text: string | Buffer): Behaviour => (socket) => socket.on('data', () => socket.write(text));

/** Answers, then closes, or resets with all that is on its way. */
export const answersThen = (text: string, act: 'ends' | 'resets'): Behaviour => onRequest((socket) => {
  const close = () => (act === 'ends' ? socket.end() : socket.resetAndDestroy());
  if (text === '') close();
  else socket.write(text, close);
});

/** Sends a beginning and then a piece every few milliseconds, for ever. */
export const drips = (head: string, piece: string): Behaviour => onRequest((socket) => {
  socket.write(head);
  const timer = setInterval(() => socket.write(piece), 5);
  socket.on('close', () => clearInterval(timer));
});

/** Sends a beginning and then pieces as fast as they are taken, for ever. */
export const floods = (head: string, piece: string): Behaviour => onRequest((socket) => {
  const pieces = piece.repeat(Math.ceil(16_384 / piece.length));
  const more = () => { while (!socket.destroyed && socket.write(pieces)); };
  socket.on('drain', more).write(head);
  more();
});

/**
 * Address of a server whose queue of connections is full and never emptied, so that the kernel drops each further SYN:
 * its thread listens and then sleeps.
 */
export async function fullBacklog(): Promise<string> {
  const worker = new Worker(`
    const { parentPort } = require('node:worker_threads');
    const server = require('node:net').createServer().listen({ host: '127.0.0.1', port: 0, backlog: 1 }, () => {
      parentPort.postMessage(server.address().port);
      setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0));
    });`, { eval: true });
  const [port] = await once(worker, 'message') as [number];
  const fillers = Array.from({ length: 8 }, () => net.connect(port, '127.0.0.1').on('error', () => undefined));
  onTestFinished(async () => {
    for (const filler of fillers) filler.destroy();
    await worker.terminate();
  });
  await Promise.all(fillers.slice(0, 2).map((filler) => once(filler, 'connect')));
  return `http://127.0.0.1:${port}`;
}
