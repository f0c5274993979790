import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import { onTestFinished } from 'vitest';
import { WebhookClient, type WebhookClientOptions } from '../../server/egress/webhook-client.ts';

/** A raw TCP server on loopback that lives as long as the test; `serve` gets each connection once its request has arrived. */
export async function rawReceiver(serve: (socket: net.Socket) => void): Promise<string> {
  return listen(net.createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => serve(socket));
  }));
}

/** An HTTP server on loopback that lives as long as the test. */
export async function httpReceiver(serve: http.RequestListener): Promise<string> {
  return listen(http.createServer(serve));
}

/** Starts a server on a free port; gives `http://127.0.0.1:<port>`. */
export async function listen(server: net.Server): Promise<string> {
  const sockets = new Set<net.Socket>();
  server.on('connection', (socket: net.Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as net.AddressInfo).port}`;
}

/** A client that may call loopback, closed after the test. */
export function loopbackClient(options: Partial<WebhookClientOptions> = {}): WebhookClient {
  const client = new WebhookClient({ allowHttp: true, allowCidrs: ['127.0.0.1/32'], ...options });
  onTestFinished(() => client.close());
  return client;
}

/** A promise and its resolver, to learn of something that happens in a receiver. */
export function signal<T = void>(): { promise: Promise<T>; give: (value: T) => void } {
  let give!: (value: T) => void;
  const promise = new Promise<T>((resolve) => { give = resolve; });
  return { promise, give };
}
