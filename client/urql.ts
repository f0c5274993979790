import { cacheExchange, Client, fetchExchange, mapExchange } from '@urql/core';
import { serverTexts } from './i18n.ts';
import { inReadersWords } from './lib/answer-texts.ts';
import { problemOf } from './lib/problem.ts';
import { createLiveConnection } from './live-connection.ts';

const GRAPHQL_PATH = '/graphql';

const listeners = new Set<() => void>();

/** Calls the listener whenever the server no longer knows who is asking. */
export function onSignedOut(listener: () => void): void {
  listeners.add(listener);
}

function announceSignedOut(): void {
  for (const listener of listeners) listener();
}

/** Queries and mutations over HTTP, with the session cookie. */
export const client = new Client({
  url: GRAPHQL_PATH,
  preferGetMethod: false,
  fetchOptions: { credentials: 'same-origin', headers: { 'content-type': 'application/json' } },
  exchanges: [
    cacheExchange,
    mapExchange({
      onError(error) {
        if (problemOf(error).kind === 'unauthenticated') announceSignedOut();
      },
      onResult(result) {
        return { ...result, data: inReadersWords(result.operation.query, result.data, serverTexts) };
      },
    }),
    fetchExchange,
  ],
});

/** Subscriptions over one WebSocket, opened when the first one starts. */
export const live = createLiveConnection({
  url: () => `${location.origin.replace(/^http/, 'ws')}${GRAPHQL_PATH}`,
  onSignedOut: announceSignedOut,
});
