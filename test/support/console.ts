import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { openBrowser } from './browser.ts';
import { Receiver } from './receiver.ts';
import { ServerProcess } from './server-process.ts';
import type { ApiClient } from './api-client.ts';

export const SUPER_ADMIN = { email: 'dana@keybell.example', password: 'correct horse battery' };

const SIGN_IN = 'mutation ($input: SignInInput!) { signIn(input: $input) { userErrors { message } } }';
const EXAMPLE = 'query ($code: EventTypeCode!) { eventType(code: $code) { examples { payload } } }';
const PUBLISH = 'mutation ($event: EventInput!) { eventPublish(input: {event: $event}) { event { id } userErrors { message } } }';

export type EnvironmentKey = 'PRODUCTION' | 'STAGING' | 'DEVELOPMENT';

/** The built server, a receiver on loopback, and a browser in which a Super Admin is signed in. */
export class ConsoleInBrowser {
  /** What pages reported as errors since the last look, with the address. */
  readonly problems: string[] = [];
  readonly server: ServerProcess;
  readonly receiver: Receiver;
  readonly #browser: Browser;
  readonly #cookie: string;

  private constructor(server: ServerProcess, receiver: Receiver, browser: Browser, cookie: string) {
    this.server = server;
    this.receiver = receiver;
    this.#browser = browser;
    this.#cookie = cookie;
  }

  static async start(): Promise<ConsoleInBrowser> {
    const settings = { ADMIN_EMAIL: SUPER_ADMIN.email, ADMIN_PASSWORD: SUPER_ADMIN.password };
    const [server, receiver, browser] = await Promise.all([ServerProcess.start({ settings }), Receiver.start(), openBrowser()]);
    const { setCookie } = await server.api.as({}).request(SIGN_IN, { input: SUPER_ADMIN });
    return new ConsoleInBrowser(server, receiver, browser, setCookie[0]?.split(';')[0] ?? '');
  }

  /** The API as the Super Admin: what an API key may not do. */
  get asSuperAdmin(): ApiClient {
    return this.server.api.as({ cookie: this.#cookie });
  }

  /** A window of somebody who is not signed in. */
  async openAsGuest(options: BrowserContextOptions = {}): Promise<Page> {
    return this.#open(await this.#context(options));
  }

  /** A window of the Super Admin. */
  async open(options: BrowserContextOptions = {}): Promise<Page> {
    const context = await this.#context(options);
    const [name = '', value = ''] = this.#cookie.split('=');
    await context.addCookies([{ name, value, url: this.server.baseUrl }]);
    return this.#open(context);
  }

  /** Publishes an event with the example of its type as payload; returns its id. */
  async publish(type: string, environment: EnvironmentKey, resourceId: string): Promise<string> {
    const { eventType } = await this.server.api.graphql<{ eventType: { examples: { payload: unknown }[] } }>(EXAMPLE, { code: type });
    const { eventPublish } = await this.server.api.graphql<{ eventPublish: { event: { id: string } } }>(PUBLISH, {
      event: { type, environment, resourceId, idempotencyKey: resourceId, payload: eventType.examples[0]?.payload },
    });
    return eventPublish.event.id;
  }

  async close(): Promise<void> {
    await Promise.all([this.#browser.close(), this.receiver.close(), this.server.stop()]);
  }

  #context(options: BrowserContextOptions): Promise<BrowserContext> {
    return this.#browser.newContext({ baseURL: this.server.baseUrl, viewport: { width: 1440, height: 900 }, locale: 'en-GB', ...options });
  }

  async #open(context: BrowserContext): Promise<Page> {
    const page = await context.newPage();
    page.setDefaultTimeout(40_000);
    const report = (what: string) => this.problems.push(`${what} at ${new URL(page.url()).pathname}`);
    page.on('pageerror', (error) => report(error.message));
    page.on('console', (message) => { if (message.type() === 'error') report(message.text()); });
    return page;
  }
}
