import { t } from '../../i18n.ts';

const GRAPHQL_PATH = '/graphql';

export interface OperationRequest {
  readonly query: string;
  readonly variables: Record<string, unknown>;
  readonly headers: Record<string, string>;
}

/** Lines such as `Idempotency-Key: abc`; throws with a sentence when one cannot be read. */
export function readHeaders(text: string): Record<string, string> {
  const lines = text.split('\n').map((line) => line.trim()).filter((line) => line !== '');
  return Object.fromEntries(lines.map((line) => {
    const [, name, value] = /^([\w-]+):\s*(.+)$/.exec(line) ?? [];
    if (!name || !value) throw new Error(t('apiDocs.problems.header', { line }));
    return [name, value];
  }));
}

/** The JSON object in the editor of variables; throws with a sentence when there is none. */
export function readVariables(text: string): Record<string, unknown> {
  if (text.trim() === '') return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new Error(t('apiDocs.problems.notJson', { reason: cause instanceof Error ? cause.message : String(cause) }), { cause });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(t('apiDocs.problems.notObject', { example: '{ "id": "wh_1" }' }));
  return value as Record<string, unknown>;
}

/** Asks over HTTP, as the session of the console unless the headers bring a key. */
export async function ask({ query, variables, headers }: OperationRequest): Promise<string> {
  const response = await fetch(GRAPHQL_PATH, {
    method: 'POST',
    credentials: headers.Authorization ? 'omit' : 'same-origin',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
  });
  return response.text();
}

export interface StreamListener { onMessage(text: string): void; onEnd(failure: string | null): void }

/** Follows a subscription on a socket of its own; the function that comes back ends it. */
export async function follow({ query, variables, headers }: OperationRequest, { onMessage, onEnd }: StreamListener): Promise<() => void> {
  const { createClient } = await import('graphql-ws/client');
  const client = createClient({
    url: `${location.origin.replace(/^http/, 'ws')}${GRAPHQL_PATH}`,
    connectionParams: headers.Authorization ? { authorization: headers.Authorization } : {},
    retryAttempts: 0,
  });
  client.subscribe({ query, variables }, {
    next: (message) => onMessage(JSON.stringify(message)),
    error: (cause) => onEnd(Array.isArray(cause) ? String(cause[0]?.message) : t('apiDocs.problems.closed')),
    complete: () => onEnd(null),
  });
  return () => void client.dispose();
}
