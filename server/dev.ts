import 'reflect-metadata';
import type { IncomingMessage, RequestListener, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { App } from './app.ts';
import { readConfig } from './config.ts';
import { openLog } from './telemetry/log.ts';

const CLIENT_DIRECTORY = fileURLToPath(new URL('../dist/client', import.meta.url));

/** Runs the API inside Vite's dev server, which hands it the requests and whose sockets it shares. */
export async function start(viteServer: Server): Promise<{ handler: RequestListener; stop: () => Promise<void> }> {
  const config = readConfig();
  const app = await App.open(config, { log: openLog(config.logLevel), clientDirectory: CLIENT_DIRECTORY, listens: false });
  await app.start();
  // Vite has its own WebSocket for hot reloading; only ours is answered here.
  const upgrade = (req: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (req.url?.startsWith('/graphql')) app.server.handleUpgrade(req, socket, head);
  };
  viteServer.on('upgrade', upgrade);
  if (app.setupToken !== null) process.stdout.write(`\n  Setup: /admin/setup?token=${app.setupToken}\n\n`);
  return {
    handler: app.server.handle,
    async stop() {
      viteServer.off('upgrade', upgrade);
      await app.stop();
    },
  };
}
