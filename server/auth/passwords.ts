import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto';

/** Cost as OWASP's Password Storage Cheat Sheet gives it: 32 MiB, about a third of a second of one core. */
const COST = { N: 2 ** 15, r: 8, p: 3 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** Hashes worked on at once. Files and host names are read by the same four threads: a burst of sign-ins must leave some free. */
const MAX_AT_ONCE = 2;

let running = 0;
const waiting: (() => void)[] = [];

/** `scrypt$N$r$p$salt$hash`, salt and hash in base64: a later, higher cost does not invalidate older hashes. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await derive(password, salt, COST);
  return ['scrypt', COST.N, COST.r, COST.p, salt.toString('base64'), hash.toString('base64')].join('$');
}

/** Whether a password belongs to a stored hash. Without one it works as long and says no, so that time tells nobody who exists. */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  if (stored === null) {
    await derive(password, Buffer.alloc(SALT_BYTES), COST);
    return false;
  }
  const [, N, r, p, salt, hash] = stored.split('$');
  const expected = Buffer.from(hash ?? '', 'base64');
  const actual = await derive(password, Buffer.from(salt ?? '', 'base64'), { N: Number(N), r: Number(r), p: Number(p) });
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}

/** scrypt (RFC 7914) in the thread pool, in its turn. */
async function derive(password: string, salt: Buffer, cost: { N: number; r: number; p: number }): Promise<Buffer> {
  // The same characters typed on another keyboard may come as other code points.
  const normalised = password.normalize('NFKC');
  const options: ScryptOptions = { ...cost, maxmem: 256 * cost.N * cost.r };
  await takeTurn();
  try {
    return await new Promise((resolve, reject) => {
      scrypt(normalised, salt, HASH_BYTES, options, (error, key) => (error ? reject(error) : resolve(key)));
    });
  } finally {
    passTurn();
  }
}

function takeTurn(): Promise<void> | void {
  if (running >= MAX_AT_ONCE) return new Promise((resolve) => waiting.push(resolve));
  running++;
}

/** The turn goes straight to the one who waits longest, so that nobody overtakes. */
function passTurn(): void {
  const next = waiting.shift();
  if (next) next();
  else running--;
}
