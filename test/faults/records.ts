import { createConnection } from 'mysql2/promise';
import { DataSource } from 'typeorm';

export interface StoredEvent { id: string; idempotencyKey: string; body: string }
export interface StoredDelivery { id: string; eventId: string; webhookId: string; status: string; trigger: string }
export interface StoredAttempt { deliveryId: string; number: number; status: string; statusCode: number | null; failureCode: string | null }

/** What the database says, read without any code of the server. */
export interface Records {
  events: Map<string, StoredEvent>;
  deliveries: Map<string, StoredDelivery>;
  /** By delivery. */
  attempts: Map<string, StoredAttempt[]>;
}

export async function readRecords(url: string): Promise<Records> {
  const [events, deliveries, attempts] = await Promise.all([
    query<StoredEvent>(url, 'SELECT id, idempotencyKey, body FROM webhook_event WHERE isTest = 0'),
    query<StoredDelivery>(url, "SELECT id, eventId, webhookId, status, `trigger` FROM delivery WHERE `trigger` IN ('EVENT', 'REPLAY')"),
    query<StoredAttempt>(url, 'SELECT deliveryId, number, status, statusCode, failureCode FROM delivery_attempt'),
  ]);
  const byDelivery = new Map<string, StoredAttempt[]>();
  for (const attempt of attempts) byDelivery.set(attempt.deliveryId, [...byDelivery.get(attempt.deliveryId) ?? [], attempt]);
  return { events: new Map(events.map((event) => [event.id, event])), deliveries: new Map(deliveries.map((each) => [each.id, each])), attempts: byDelivery };
}

/** Deliveries that have not come to an end. */
export async function countWaiting(url: string): Promise<number> {
  const [row] = await query<{ count: number }>(url, "SELECT COUNT(*) AS count FROM delivery WHERE status IN ('PENDING', 'IN_PROGRESS', 'RETRYING')");
  return Number(row!.count);
}

/** Runs one statement on a connection of its own. */
export async function query<Row>(url: string, sql: string): Promise<Row[]> {
  if (url.startsWith('sqlite:')) {
    const database = await new DataSource({ type: 'better-sqlite3', database: url.slice('sqlite:'.length), timeout: 10_000 }).initialize();
    try {
      return await database.query(sql) as Row[];
    } finally {
      await database.destroy();
    }
  }
  const connection = await createConnection(url.replace(/^mariadb:/, 'mysql:'));
  try {
    return (await connection.query(sql))[0] as Row[];
  } finally {
    await connection.end();
  }
}
