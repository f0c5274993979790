import type { Socket } from 'node:net';
import { AnswerFailure } from './exchange-failure.ts';
import { guardedConnect, newProgress, type ConnectGuard, type ConnectProgress, type ConnectTarget } from './guarded-connect.ts';

/**
 * Bytes that a receiver may send for one answer, whatever they are: interim answers, chunk sizes, empty lines. Room for the
 * 16 kB of headers and 64 kB of body that are read, wrapped as wastefully as an honest server ever would.
 */
export const MAX_ANSWER_BYTES = 128 * 1024;
/** Bytes after which the status line and headers must be complete. What comes in one piece is not looked into. */
const MAX_HEAD_BYTES = 32 * 1024;

/** The connection of one undici client, as the exchanges see it that run on it one after the other. */
export class Connection {
  #progress = newProgress();
  #socket: Socket | null = null;
  /** The socket's count of bytes when the answer began. */
  #readBefore = 0;
  /** Bytes of the answer that undici has seen. */
  #parsed = 0;
  #hasHead = false;

  get progress(): ConnectProgress {
    return this.#progress;
  }

  /** Part of the request is still on its way out. */
  get isSending(): boolean {
    return this.#socket !== null && this.#socket.writableLength > 0;
  }

  /** What is read from now on belongs to the next answer. */
  beginAnswer(): void {
    this.#readBefore = this.#socket?.bytesRead ?? 0;
    this.#parsed = 0;
    this.#hasHead = false;
  }

  /** The headers of the answer are complete. */
  noteHead(): void {
    this.#hasHead = true;
  }

  /** @throws ConnectFailure */
  async open(target: ConnectTarget, guard: ConnectGuard): Promise<Socket> {
    this.#progress = newProgress();
    const socket = await guardedConnect(target, guard, this.#progress);
    this.#socket = socket;
    this.beginAnswer();
    // The exchange counts headers and body; what stands around them is counted by nobody else.
    socket.on('readable', () => this.#checkLength(socket));
    return socket;
  }

  /**
   * Closes the connection, so that no other request runs on it; the one that runs fails with the reason. Not by undici's `abort`:
   * that opens another connection, only to find that nothing is left to send.
   */
  cut(reason?: Error): void {
    this.#socket?.destroy(reason);
  }

  /** Called before undici reads what has come. */
  #checkLength(socket: Socket): void {
    const length = socket.bytesRead - this.#readBefore;
    const isTooLong = length > MAX_ANSWER_BYTES || (!this.#hasHead && this.#parsed > MAX_HEAD_BYTES);
    this.#parsed = length;
    if (!isTooLong) return;
    this.cut(new AnswerFailure(`The receiver sent more than ${(this.#hasHead ? MAX_ANSWER_BYTES : MAX_HEAD_BYTES) / 1024} kB without completing an answer.`));
  }
}
