import { hashApiKey } from '../domain/credentials.ts';
import { SECOND_MS } from '../domain/time.ts';
import type { ApiKey } from '../storage/entities/api-key.ts';
import { findApiKey, findApiKeyByHash, noteApiKeysUsed } from '../storage/repositories/api-keys.ts';
import type { Store } from '../storage/store.ts';
import { viewerOfApiKey, type Viewer } from './viewer.ts';

/** How long a key may still work in another process after it was revoked. Who listens is looked at as often: both together stay within 5 s. */
const MAX_STALE_MS = 2 * SECOND_MS;
/** Uses are written together, this often. */
const FLUSH_EVERY_MS = 30 * SECOND_MS;
const MAX_CACHED = 1_000;

interface Cached { readonly key: ApiKey; readonly viewer: Viewer; readonly readAt: number }

/** API keys by their hash, kept in memory for seconds: publishing must not cost a database read per request. */
export class ApiKeys {
  readonly #store: Store;
  readonly #clock: () => number;
  readonly #cache = new Map<string, Cached>();
  readonly #lastUses = new Map<string, number>();
  #timer: NodeJS.Timeout | null = null;

  constructor({ store, clock }: { store: Store; clock: () => number }) {
    this.#store = store;
    this.#clock = clock;
  }

  start(): void {
    this.#timer ??= setInterval(() => void this.#flush().catch(() => undefined), FLUSH_EVERY_MS).unref();
  }

  /** Writes the uses that are not yet written. */
  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
    await this.#flush();
  }

  /** The viewer of a key that is valid now; null otherwise. */
  async viewer(secret: string): Promise<Viewer | null> {
    const now = this.#clock();
    const cached = await this.#read(hashApiKey(secret), now);
    if (!cached || !isValid(cached.key, now)) return null;
    this.#lastUses.set(cached.key.id, now);
    return cached.viewer;
  }

  /** The viewer of a key that is known by its id. */
  async viewerById(accountId: string, id: string): Promise<Viewer | null> {
    const key = await findApiKey(this.#store, accountId, id);
    return key && isValid(key, this.#clock()) ? viewerOfApiKey(key) : null;
  }

  /** Call when a key has changed: this process then knows at once. */
  forget(hash: string): void {
    this.#cache.delete(hash);
  }

  /** Call when any key may have changed. */
  forgetAll(): void {
    this.#cache.clear();
  }

  async #read(hash: string, now: number): Promise<Cached | null> {
    const cached = this.#cache.get(hash);
    if (cached && now - cached.readAt < MAX_STALE_MS) return cached;
    this.#cache.delete(hash);
    const key = await findApiKeyByHash(this.#store, hash);
    if (!key) return null;
    const read = { key, viewer: viewerOfApiKey(key), readAt: now };
    if (this.#cache.size >= MAX_CACHED) this.#cache.clear();
    this.#cache.set(hash, read);
    return read;
  }

  async #flush(): Promise<void> {
    if (this.#lastUses.size === 0) return;
    const uses = [...this.#lastUses];
    this.#lastUses.clear();
    await this.#store.write((tx) => noteApiKeysUsed(tx, uses));
  }
}

const isValid = ({ revokedAt, expiresAt }: ApiKey, now: number) => revokedAt === null && (expiresAt === null || expiresAt > now);
