import type { ExecutionResult } from 'graphql';
import { WebSocket } from 'ws';

/** An answer as JSON text in UTF-8. */
class AnswerText {
  readonly bytes: Buffer;

  constructor(answer: ExecutionResult) {
    this.bytes = Buffer.from(JSON.stringify(answer));
  }
}

const texts = new WeakMap<ExecutionResult, AnswerText>();

/** The text of an answer without errors. Subscribers who ask the same get the same answer, so that it is made once for all of them. */
export function textOf(answer: ExecutionResult): AnswerText {
  const known = texts.get(answer) ?? new AnswerText(answer);
  texts.set(answer, known);
  return known;
}

/** Taken out of the message that is being written; the socket puts it back, for graphql-ws sends a message as soon as it has its text. */
let takenOut: AnswerText | null = null;

/** A replacer for `JSON.stringify`: takes the answer out of a message of graphql-ws. */
export function takeAnswerOut(_key: string, value: unknown): unknown {
  if (!(value instanceof AnswerText)) return value;
  takenOut = value;
  return null;
}

const EMPTY_END = 'null}';
const MESSAGE_END = Buffer.from('}');

type Data = Parameters<WebSocket['send']>[0];
type Sent = (error?: Error) => void;

/** A socket that puts answers back into their messages. */
export class AnswerSocket extends WebSocket {
  override send(data: Data, sent?: Sent): void;
  override send(data: Data, options: Parameters<WebSocket['send']>[1], sent?: Sent): void;
  override send(data: Data, options?: Parameters<WebSocket['send']>[1] | Sent, sent?: Sent): void {
    if (takenOut !== null && typeof data === 'string' && data.endsWith(`"payload":${EMPTY_END}`)) {
      const message = Buffer.concat([Buffer.from(data.slice(0, -EMPTY_END.length)), takenOut.bytes, MESSAGE_END]);
      takenOut = null;
      return super.send(message, { binary: false }, typeof options === 'function' ? options : sent);
    }
    if (typeof options === 'function') super.send(data, options);
    else super.send(data, options ?? {}, sent);
  }
}
