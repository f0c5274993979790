import { WebSocket } from 'ws';
import { TEST_API_KEY } from '../support/server-process.ts';

const QUERY = 'subscription($after: Cursor) { deliveryAttempts(after: $after, minIntervalMs: 50) { cursor gap { count } attempts { id revision } } }';

export interface SeenAttempt { id: string; revision: number }
interface Batch { cursor: string; gap: { count: number } | null; attempts: SeenAttempt[] }
interface Message { type: string; payload: { data: { deliveryAttempts: Batch } } }

/**
 * Follows the attempts as a client should: it keeps the cursor of the last message and drops what is not newer than what it holds. Its
 * connection may be cut at any moment.
 */
export class AttemptFollower {
  /** Revision by id. */
  readonly held = new Map<string, number>();
  /** Attempts that came again, and were dropped by their revision. */
  dropped = 0;
  gaps = 0;
  cuts = 0;
  #cursor: string;
  #cursorBefore: string;
  #socket: WebSocket | null = null;
  #onMessage: () => void = () => undefined;

  constructor(cursor: string) {
    this.#cursor = this.#cursorBefore = cursor;
  }

  /** Connects and subscribes, without waiting for anything. Resolves with the close code. */
  follow(baseUrl: string): Promise<number> {
    const socket = new WebSocket(`${baseUrl.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    const closed = new Promise<number>((resolve) => void socket.once('close', resolve));
    socket.on('error', () => undefined);
    socket.on('open', () => socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${TEST_API_KEY}` } })));
    socket.on('message', (data) => {
      const { type, payload } = JSON.parse(String(data)) as Message;
      if (type === 'connection_ack') socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: QUERY, variables: { after: this.#cursor } } }));
      else if (type === 'next') this.#take(payload.data.deliveryAttempts);
      else if (type === 'error') throw new Error(String(data));
    });
    this.#socket = socket;
    return closed;
  }

  /** Resolves after so many further messages. */
  async messages(count: number): Promise<void> {
    for (let left = count; left > 0; left--) await new Promise<void>((resolve) => { this.#onMessage = resolve; });
  }

  /** Cuts the connection without a closing handshake, whatever is on its way. `forgets` as if it had crashed before it kept the last cursor. */
  async cut({ forgets = false } = {}): Promise<void> {
    const socket = this.#socket;
    this.#socket = null;
    if (!socket || socket.readyState === WebSocket.CLOSED) return;
    const closed = new Promise((resolve) => void socket.once('close', resolve));
    socket.terminate();
    await closed;
    this.cuts += 1;
    if (forgets) this.#cursor = this.#cursorBefore;
  }

  #take({ cursor, gap, attempts }: Batch): void {
    if (attempts.length > 0) this.#cursorBefore = this.#cursor;
    this.#cursor = cursor;
    if (gap) this.gaps += 1;
    for (const { id, revision } of attempts) {
      if (revision <= (this.held.get(id) ?? -1)) this.dropped += 1;
      else this.held.set(id, revision);
    }
    this.#onMessage();
  }
}
