import { stringifyDocument, type TypedDocumentNode } from '@urql/core';
import type { Client } from 'graphql-ws/client';
import { readonly, shallowReactive } from 'vue';
import { serverText, serverTexts, t } from './i18n.ts';
import { inReadersWords } from './lib/answer-texts.ts';

/** `idle`: nothing is subscribed, so no socket is open. */
export type LivePhase = 'idle' | 'connecting' | 'live' | 'reconnecting';

export interface LiveState {
  phase: LivePhase;
  /** Ms since epoch of the next attempt while reconnecting, null while it runs. */
  retryAt: number | null;
  /** Round trip of the last ping in ms. */
  latencyMs: number | null;
  /** Ms since epoch of the last message; null before the first. */
  lastMessageAt: number | null;
  /** How often the connection was cut since the page was loaded. */
  cuts: number;
  /** The server refused the last attempt because the same person has too many connections open. */
  isCrowded: boolean;
  /** Build of the console that the server serves; null before it said so. */
  buildId: string | null;
}

export interface LiveHandlers<Data> {
  onData(data: Data): void;
  onError(message: string): void;
}

export type LiveConnection = ReturnType<typeof createLiveConnection>;

const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 30_000;
const PING_EVERY_MS = 15_000;
const CLOSE_WHEN_UNUSED_MS = 3_000;
/** Close codes with which the server refuses the session. */
const REFUSED = new Set([4401, 4403]);
/** Close code for too many connections of one person. */
const CROWDED = 4429;

/** Wait before the next attempt: doubles up to half a minute, half of it by chance so that a crowd spreads out. */
export function retryDelayMs(retries: number, random: () => number): number {
  const ceiling = Math.min(FIRST_RETRY_MS * 2 ** retries, LONGEST_RETRY_MS);
  return ceiling / 2 + random() * (ceiling / 2);
}

/** One graphql-ws socket for all subscriptions; it reconnects for ever and tells its state. */
export function createLiveConnection({ url, onSignedOut }: { url: () => string; onSignedOut: () => void }) {
  const state = shallowReactive<LiveState>({ phase: 'idle', retryAt: null, latencyMs: null, lastMessageAt: null, cuts: 0, isCrowded: false, buildId: null });
  let pingedAt = 0;

  function waitBeforeRetry(retries: number): Promise<void> {
    const delay = retryDelayMs(retries, Math.random);
    state.retryAt = Date.now() + delay;
    return new Promise((resolve) => {
      const go = () => {
        clearTimeout(timer);
        removeEventListener('online', go);
        state.retryAt = null;
        resolve();
      };
      const timer = setTimeout(go, delay);
      addEventListener('online', go);
    });
  }

  let connecting: Promise<Client> | null = null;
  const connect = () => connecting ??= open().catch((cause: unknown) => {
    connecting = null;
    throw cause;
  });

  /** The protocol is loaded with the first subscription: a page that has none comes up sooner. */
  const open = async () => (await import('graphql-ws/client')).createClient({
    url,
    lazy: true,
    lazyCloseTimeout: CLOSE_WHEN_UNUSED_MS,
    keepAlive: PING_EVERY_MS,
    retryAttempts: Infinity,
    retryWait: waitBeforeRetry,
    shouldRetry: (problem) => !(problem instanceof CloseEvent && REFUSED.has(problem.code)),
    on: {
      connecting: (isRetry) => { state.phase = isRetry ? 'reconnecting' : 'connecting'; },
      connected: (_socket, payload) => {
        state.phase = 'live';
        state.isCrowded = false;
        state.buildId = typeof payload?.buildId === 'string' ? payload.buildId : null;
      },
      message: () => { state.lastMessageAt = Date.now(); },
      ping: (received) => { if (!received) pingedAt = performance.now(); },
      pong: (received) => { if (received) state.latencyMs = Math.round(performance.now() - pingedAt); },
      closed: (event) => {
        if (event instanceof CloseEvent && REFUSED.has(event.code)) onSignedOut();
        state.isCrowded = event instanceof CloseEvent && event.code === CROWDED;
        const isWanted = !(event instanceof CloseEvent && event.wasClean && event.code === 1000);
        state.phase = isWanted ? 'reconnecting' : 'idle';
        if (isWanted) state.cuts += 1;
        state.latencyMs = null;
      },
    },
  });

  /**
   * Starts a subscription and returns the function that ends it. `variables` is asked again at each
   * reconnect, so a stream that keeps its last cursor resumes where it was cut.
   */
  function subscribe<Data, Variables>(
    document: TypedDocumentNode<Data, Variables>,
    variables: () => Variables,
    { onData, onError }: LiveHandlers<Data>,
  ): () => void {
    const payload = {
      query: stringifyDocument(document),
      get variables() { return variables() as Record<string, unknown>; },
    };
    const fail = (cause: unknown) => onError(Array.isArray(cause) ? serverText(String(cause[0]?.message)) : t('shell.live.closed'));
    let isWanted = true;
    let end = () => { isWanted = false; };
    connect().then((socket) => {
      if (!isWanted) return;
      end = socket.subscribe<Data>(payload, {
        next: (message) => {
          if (message.data) onData(inReadersWords(document, message.data, serverTexts));
          if (message.errors?.[0]) onError(serverText(message.errors[0].message));
        },
        error: fail,
        complete: () => undefined,
      });
    }, fail);
    return () => end();
  }

  return { state: readonly(state), subscribe };
}
