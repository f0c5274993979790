import type { Store } from '../storage/store.ts';
import { sendJson, type Handler } from './exchange.ts';

/** The process runs: restart it when this does not answer. */
export const healthz: Handler = (exchange) => sendJson(exchange, { status: 'ok' }, { headers: { 'cache-control': 'no-store' } });

interface ReadyzOptions {
  store: Pick<Store, 'reader'>;
  isStopping: () => boolean;
  /** Null where none is used. */
  redis: () => 'ok' | 'unreachable' | null;
}

/** Work may be sent here: the database answers and the process is not stopping. Redis is told, but nothing depends on it. */
export function readyz({ store, isStopping, redis }: ReadyzOptions): Handler {
  return async (exchange) => {
    const status = isStopping() ? 'stopping' : await databaseStatus(store);
    const told = redis();
    sendJson(exchange, { status, ...(told === null ? {} : { redis: told }) }, { status: status === 'ok' ? 200 : 503, headers: { 'cache-control': 'no-store' } });
  };
}

async function databaseStatus({ reader }: Pick<Store, 'reader'>): Promise<'ok' | 'database unreachable'> {
  try {
    await reader.query('SELECT 1');
    return 'ok';
  } catch {
    return 'database unreachable';
  }
}
