import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestProject } from 'vitest/node';
import { MariadbServer } from './mariadb-server.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Answers with the URL of the MariaDB server of this run. */
    mariadbDesk: string;
  }
}

/**
 * Global set-up: one MariaDB server for all test files of a run, started when the first of them asks for it, so that a run
 * of pure tests does not wait for a database.
 */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  let server: Promise<MariadbServer> | null = null;
  const desk = createServer((_request, response) => {
    server ??= MariadbServer.start();
    server.then(
      ({ url }) => response.end(url),
      (error: Error) => response.writeHead(500).end(error.message),
    );
  });
  await new Promise<void>((resolve) => desk.listen(0, '127.0.0.1', resolve));
  project.provide('mariadbDesk', `http://127.0.0.1:${(desk.address() as AddressInfo).port}`);
  return async () => {
    desk.close();
    await (await server)?.stop();
  };
}
