import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** What a client sends to commit: the command "query" of the MySQL protocol and its text. */
const COMMIT = Buffer.from('\x03COMMIT');

/**
 * Stands between the server and its database and cuts connections at a COMMIT: `before` keeps it from the database, `after` lets
 * it happen and swallows the answer. Either way the server cannot tell which it was.
 */
export class CommitCutter {
  /** Cuts that were made. */
  cuts = 0;
  readonly #server: Server;
  readonly #port: number;
  #next: { when: 'before' | 'after'; commits: number } | null = null;

  private constructor(port: number) {
    this.#port = port;
    this.#server = createServer((client) => this.#join(client, connect(this.#port, '127.0.0.1')));
  }

  /** @param port of the database, on loopback */
  static async start(port: number): Promise<CommitCutter> {
    const cutter = new CommitCutter(port);
    await new Promise<void>((resolve) => cutter.#server.listen(0, '127.0.0.1', resolve));
    return cutter;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Cuts the connection of the `commits`-th COMMIT from now on. */
  cut(when: 'before' | 'after', commits: number): void {
    this.#next = { when, commits };
  }

  close(): void {
    this.#server.close();
  }

  #join(client: Socket, database: Socket): void {
    let swallows = false;
    const end = (): void => {
      client.destroy();
      database.destroy();
    };
    for (const socket of [client, database]) socket.on('error', end).on('close', end);
    client.on('data', (chunk) => {
      const isStruck = chunk.includes(COMMIT) && this.#next !== null && --this.#next.commits <= 0;
      if (isStruck && this.#next?.when === 'before') return this.#strike(end);
      swallows ||= isStruck;
      if (isStruck) this.#next = null;
      database.write(chunk);
    });
    database.on('data', (chunk) => {
      if (swallows) this.#strike(end);
      else client.write(chunk);
    });
  }

  #strike(end: () => void): void {
    this.#next = null;
    this.cuts += 1;
    end();
  }
}
