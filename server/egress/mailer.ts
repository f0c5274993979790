import { createTransport, type Transporter } from 'nodemailer';
import { SECOND_MS } from '../domain/time.ts';

const CONNECT_TIMEOUT_MS = 10 * SECOND_MS;
/** For the whole of a sending. */
const SEND_TIMEOUT_MS = 15 * SECOND_MS;
const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** The operator's mail server; the egress guard is for targets of tenants and has no say here. */
export interface MailSettings {
  /** `smtp://` (with STARTTLS where the server offers it) or `smtps://`. Holds a password: never to be logged. */
  readonly smtpUrl: string;
  /** Address of the sender. */
  readonly from: string;
}

export interface Mail {
  /** Stays the same when a mail is sent again, so that mail programs can tell. */
  readonly id: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
}

/** Sends plain text by SMTP, each mail over a connection of its own. */
export class Mailer {
  readonly #from: string;
  readonly #transport: Transporter;

  constructor({ smtpUrl, from }: MailSettings) {
    this.#from = from;
    this.#transport = createTransport(transportOptions(new URL(smtpUrl)));
  }

  /**
   * Resolves with the addresses that the server refused, when it took the mail for at least one; rejects when it took it for none, and
   * at once when `signal` aborts.
   */
  async send({ id, to, subject, text }: Mail, signal: AbortSignal): Promise<{ refused: number }> {
    const { rejected } = await this.#transport.sendMail({
      from: { name: 'Keybell', address: this.#from },
      to: to.map((address) => ({ name: '', address })),
      subject, text,
      messageId: `<${id}@${this.#from.slice(this.#from.indexOf('@') + 1)}>`,
      headers: { 'Auto-Submitted': 'auto-generated' },
      disableFileAccess: true,
      disableUrlAccess: true,
      signal: AbortSignal.any([signal, AbortSignal.timeout(SEND_TIMEOUT_MS)]),
    }) as { rejected: readonly string[] };
    return { refused: rejected.length };
  }
}

/** A password leaves this machine encrypted only. */
function transportOptions({ protocol, hostname, port, username, password }: URL) {
  const hasPassword = username !== '' || password !== '';
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? undefined : Number(port),
    secure: protocol === 'smtps:',
    requireTLS: protocol === 'smtp:' && hasPassword && !LOOPBACK.test(hostname),
    auth: hasPassword ? { user: decodeURIComponent(username), pass: decodeURIComponent(password) } : undefined,
    connectionTimeout: CONNECT_TIMEOUT_MS, greetingTimeout: CONNECT_TIMEOUT_MS, socketTimeout: CONNECT_TIMEOUT_MS, dnsTimeout: CONNECT_TIMEOUT_MS,
    disableFileAccess: true, disableUrlAccess: true,
  };
}

/** What is wrong with the address of a mail server, as the end of the sentence "SMTP_URL ..."; null when nothing is. */
export function checkSmtpUrl(text: string): string | null {
  const complaint = 'must be smtp://<user>:<password>@<host>:<port> or smtps://..., with what is special in user and password percent-encoded';
  try {
    const { protocol, hostname, pathname, search, hash, username, password } = new URL(text);
    decodeURIComponent(username + password);
    const isServer = /^smtps?:$/.test(protocol) && hostname !== '' && ['', '/'].includes(pathname) && search === '' && hash === '';
    return isServer ? null : complaint;
  } catch {
    return complaint;
  }
}
