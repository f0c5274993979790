import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A process of the suite that plays a part outside the server. It ends with the test at the latest. */
export class Actor {
  readonly #process: ChildProcess;
  readonly #listeners = new Set<(message: object | Error) => void>();

  /** @param script beside this file */
  constructor(script: string, settings: readonly string[]) {
    this.#process = fork(fileURLToPath(new URL(script, import.meta.url)), settings, { execArgv: [] });
    this.#process.on('message', (message: object) => this.#pass(message));
    this.#process.on('exit', () => this.#pass(new Error(`${script} has ended too early.`)));
  }

  /** The next message that has this member. */
  hear<Message extends object>(member: keyof Message & string): Promise<Message> {
    return new Promise((resolve, reject) => {
      const listen = (message: object | Error) => {
        if (message instanceof Error) reject(message);
        else if (member in message) resolve(message as Message);
        else return;
        this.#listeners.delete(listen);
      };
      this.#listeners.add(listen);
    });
  }

  async ask<Message extends object>(question: string | object, member: keyof Message & string): Promise<Message> {
    const answer = this.hear<Message>(member);
    this.tell(question);
    return answer;
  }

  tell(message: string | object): void {
    this.#process.send(message);
  }

  async end(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const exit = once(this.#process, 'exit');
    this.#process.kill('SIGKILL');
    await exit;
  }

  #pass(message: object | Error): void {
    for (const listen of [...this.#listeners]) listen(message);
  }
}
