import { sendText, type Exchange, type Handler } from './exchange.ts';

interface Route { readonly methods: readonly string[]; readonly handle: Handler }

const READ = ['GET', 'HEAD'] as const;

/** Finds the handler of a path: exact paths first, then the longest prefix. */
export class Router {
  readonly #exact = new Map<string, Route>();
  readonly #prefixes: [string, Route][] = [];

  /** Answers `path` for these methods; others get 405. */
  at(path: string, handle: Handler, methods: readonly string[] = READ): this {
    this.#exact.set(path, { methods, handle });
    return this;
  }

  /** Answers everything that begins with `prefix`. */
  under(prefix: string, handle: Handler): this {
    this.#prefixes.push([prefix, { methods: READ, handle }]);
    this.#prefixes.sort(([a], [b]) => b.length - a.length);
    return this;
  }

  async handle(exchange: Exchange): Promise<void> {
    const route = this.#exact.get(exchange.path) ?? this.#prefixes.find(([prefix]) => exchange.path.startsWith(prefix))?.[1];
    if (!route) return sendText(exchange, 'There is nothing here.\n', { status: 404 });
    if (!route.methods.includes(exchange.req.method ?? '')) {
      return sendText(exchange, 'This method is not allowed here.\n', { status: 405, headers: { allow: route.methods.join(', ') } });
    }
    await route.handle(exchange);
  }
}
