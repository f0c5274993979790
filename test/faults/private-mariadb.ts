import { MariadbServer } from '../support/mariadb-server.ts';
import type { TestDatabase } from '../support/databases.ts';
import { query } from './records.ts';

const SCHEMA = 'keybell_faults';

/** A MariaDB server of one test, which may kill, freeze and lock it, with an account as operators make one for Keybell. */
export interface PrivateMariadb {
  server: MariadbServer;
  /** As the administrator of the server. */
  database: TestDatabase;
  /** As Keybell: an account that a read-only server stops. */
  accountUrl: string;
  port: number;
}

export async function startPrivateMariadb(): Promise<PrivateMariadb> {
  const server = await MariadbServer.start();
  const run = (sql: string) => query(server.url, sql);
  await run(`CREATE DATABASE ${SCHEMA} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`);
  await run("CREATE USER keybell@'127.0.0.1' IDENTIFIED BY 'keybell'");
  await run(`GRANT ALL ON ${SCHEMA}.* TO keybell@'127.0.0.1'`);
  const url = `${server.url}/${SCHEMA}`;
  return {
    server, accountUrl: url.replace('tests:tests', 'keybell:keybell'), port: Number(new URL(server.url).port),
    database: { kind: 'mariadb', url, remove: () => server.stop() },
  };
}
