import type { Store } from '../storage/store.ts';
import { sendJson, type Handler } from './exchange.ts';

/** The process runs: restart it when this does not answer. */
export const healthz: Handler = (exchange) => sendJson(exchange, { status: 'ok' }, { headers: { 'cache-control': 'no-store' } });

/** Work may be sent here: the database answers and the process is not stopping. */
export function readyz({ store, isStopping }: { store: Pick<Store, 'reader'>; isStopping: () => boolean }): Handler {
  return async (exchange) => {
    const status = isStopping() ? 'stopping' : await databaseStatus(store);
    sendJson(exchange, { status }, { status: status === 'ok' ? 200 : 503, headers: { 'cache-control': 'no-store' } });
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
