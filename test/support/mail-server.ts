import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

export interface ReceivedMail {
  from: string;
  to: string[];
  /** Headers and all, with the lines that quoted-printable broke (RFC 2045, 6.7) whole again. */
  text: string;
}

/** A real SMTP server on loopback that keeps every mail. */
export class MailServer {
  readonly mails: ReceivedMail[] = [];
  /** What the server says to every mail instead of taking it; null takes it. */
  refusal: string | null = null;
  readonly #server: SMTPServer;

  private constructor() {
    this.#server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onAuth: ({ username, password }, _session, answer) => answer(null, username === 'keybell' && password === 'p@ss' ? { user: username } : {}),
      onData: (stream, { envelope }, answer) => {
        void text(stream).then((raw) => {
          if (this.refusal !== null) return answer(new Error(this.refusal));
          const from = envelope.mailFrom ? envelope.mailFrom.address : '';
          this.mails.push({ from, to: envelope.rcptTo.map(({ address }) => address), text: raw.replaceAll('=\r\n', '') });
          answer();
        });
      },
    });
    this.#server.on('error', () => undefined);
  }

  /** On a port of its own, or on the one that an earlier server had. */
  static async start(port = 0): Promise<MailServer> {
    const server = new MailServer();
    await new Promise<void>((resolve) => server.#server.listen(port, '127.0.0.1', resolve));
    return server;
  }

  get port(): number {
    return (this.#server.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `smtp://127.0.0.1:${this.port}`;
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.#server.close(resolve));
  }
}
