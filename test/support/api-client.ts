import { createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';

export interface GraphqlError { message: string; path?: (string | number)[]; extensions?: { code?: string } & Record<string, unknown> }

/** A GraphQL response. `Data` is what the test expects; nothing checks it. */
export interface GraphqlAnswer<Data> { data: Data | null; errors?: GraphqlError[]; status: number; setCookie: string[] }

export interface ApiClientOptions {
  /** E.g. `http://127.0.0.1:4000`. */
  baseUrl: string;
  /** Sent as `Authorization: Bearer`. */
  apiKey?: string | null;
  /** Sent as `Cookie`. */
  cookie?: string | null;
}

/** A caller of the API by HTTP and WebSocket, as somebody with an API key, a session or nothing. */
export class ApiClient {
  readonly #options: ApiClientOptions;
  #socket: Client | null = null;

  constructor(options: ApiClientOptions) {
    this.#options = options;
  }

  /** The same server as somebody else. */
  as(who: { apiKey?: string | null; cookie?: string | null }): ApiClient {
    return new ApiClient({ baseUrl: this.#options.baseUrl, apiKey: null, cookie: null, ...who });
  }

  /** The whole answer, errors included. */
  async request<Data>(query: string, variables: Record<string, unknown> = {}): Promise<GraphqlAnswer<Data>> {
    const response = await fetch(`${this.#options.baseUrl}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...this.#credentials() },
      body: JSON.stringify({ query, variables }),
    });
    const answer = await response.json() as Omit<GraphqlAnswer<Data>, 'status' | 'setCookie'>;
    return { ...answer, status: response.status, setCookie: response.headers.getSetCookie() };
  }

  /** The data; throws when there are errors. */
  async graphql<Data>(query: string, variables: Record<string, unknown> = {}): Promise<Data> {
    const { data, errors } = await this.request<Data>(query, variables);
    if (errors || data === null) throw new Error(`GraphQL: ${JSON.stringify(errors)}`);
    return data;
  }

  /** Messages of a subscription as they come; ends when the loop over it ends. */
  async *subscribe<Data>(query: string, variables: Record<string, unknown> = {}): AsyncGenerator<Data, void, undefined> {
    this.#socket ??= this.#connect();
    for await (const { data, errors } of this.#socket.iterate({ query, variables })) {
      if (errors) throw new Error(`GraphQL: ${JSON.stringify(errors)}`);
      yield data as Data;
    }
  }

  /** Closes the WebSocket, if there is one. */
  async close(): Promise<void> {
    await this.#socket?.dispose();
    this.#socket = null;
  }

  #credentials(): Record<string, string> {
    const { apiKey, cookie } = this.#options;
    return { ...(apiKey ? { authorization: `Bearer ${apiKey}` } : {}), ...(cookie ? { cookie } : {}) };
  }

  #connect(): Client {
    const { baseUrl, apiKey, cookie } = this.#options;
    // ws takes extra headers as a third argument, which the browser's class has not.
    const SocketWithCookie = class extends WebSocket {
      constructor(address: string, protocols: string | string[]) {
        super(address, protocols, { headers: { origin: baseUrl, ...(cookie ? { cookie } : {}) } });
      }
    };
    return createClient({
      url: `${baseUrl.replace(/^http/, 'ws')}/graphql`,
      webSocketImpl: SocketWithCookie,
      connectionParams: apiKey ? { authorization: `Bearer ${apiKey}` } : {},
      retryAttempts: 0,
    });
  }
}

/** The first `count` items of a stream; ends it afterwards. */
export async function take<T>(stream: AsyncIterable<T>, count: number): Promise<T[]> {
  const items: T[] = [];
  for await (const item of stream) {
    items.push(item);
    if (items.length >= count) break;
  }
  return items;
}
